"""Reading a long law: terms, changes in place, whole texts, citation, earlier lives."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from accounts.roles import Role
from drafts.models import Explanation, Lineage, Version
from drafts.text.parsing import parse
from drafts.text.word import read_word
from drafts.texts import parsed_of
from tests import make
from tests.reading.scene import SECOND, decided_scene

pytestmark = pytest.mark.django_db
DEFINED = make.TEXT.replace(
    "第二条　本市",
    "第二条　本条例所称试验人，是指从事试验活动的单位和个人。试验人应当登记。\n本市",
)


def html_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def words_of(html):
    return unescape(re.sub(r"<[^>]+>", "", html))


def at(version, name, **query):
    url = reverse(f"reading:{name}", args=[version.document.code, version.slug])
    return url + "".join(f"?{key}={value}" for key, value in query.items())


def test_first_use_of_a_term_in_an_article_leads_to_its_meaning(client):
    version = make.make_version(text=DEFINED)

    html = html_of(client, version.get_absolute_url())

    link = '<a class="term" href="#t1">试验人</a>'
    places = [html.index(f'id="p{n}"') for n in (2, 3, 4)]
    second, third = html[places[0] : places[1]], html[places[1] : places[2]]
    assert (second.count(link), third.count(link), html.count(link)) == (1, 1, 2)
    assert f"个人。{link}应当登记" in second
    entry = html[html.index('id="t1"') :]
    assert "本条例所称试验人，是指从事试验活动的单位和个人。" in entry
    there = make.provision(version, "2").get_absolute_url()
    assert f'href="{there}#p2.1">第二条第一款</a>' in entry


def test_terms_show_on_the_page_of_one_article_too(client):
    version = make.make_version(text=DEFINED)

    third = html_of(client, make.provision(version, "3").get_absolute_url())
    fourth = html_of(client, make.provision(version, "4").get_absolute_url())

    assert (third.count('class="term"'), third.count("本页用语")) == (1, 1)
    assert (fourth.count('class="term"'), fourth.count("本页用语")) == (0, 0)


def test_hostile_words_around_a_term_stay_words(client):
    text = DEFINED.replace("应当登记", "应当<b>登记</b>&amp;")
    version = make.make_version(text=text)

    html = html_of(client, version.get_absolute_url())

    assert "</a>应当&lt;b&gt;登记&lt;/b&gt;&amp;amp;" in html


def test_text_that_is_still_edited_never_keeps_old_terms(client):
    client.force_login(make.make_user(Role.LEGISLATIVE_STAFF))
    version = make.make_version(text=DEFINED, published=False)
    assert 'class="term"' in html_of(client, version.get_absolute_url())
    row = make.provision(version, "2.1")
    type(row).objects.filter(pk=row.pk).update(text="本市试验适用本条例。")

    assert 'class="term"' not in html_of(client, version.get_absolute_url())


def test_only_changes_shows_them_in_place_and_names_the_rest(client):
    scene = decided_scene(1, final=False)
    new = scene.versions[-1]

    html = html_of(client, at(new, "version", only="changed"))

    assert "和草案相比，改动 2 条：新增 1 条，修改 1 条。" in words_of(html)
    assert '<ins><span class="edit-mark">【增】</span>，不得使用扩音设备</ins>' in html
    assert html.count('class="provision"') == 2
    kept = [words_of(k) for k in re.findall(r'<p class="kept">.*?</p>', html)]
    assert kept == ["没有改动：第一条、第二条", "没有改动：第五条、第六条"]
    compare = reverse("reading:compare", args=[new.document.code, "v1", new.slug])
    assert f'href="{compare}?chapter=1"' in html


def test_deleted_article_keeps_the_name_of_its_text(client):
    scene = decided_scene(1, final=False)
    gone = SECOND.replace("第四条　试验人应当购买保险。\n\n第五条", "第四条")
    third = scene.version(gone.replace("第六条　本", "第五条　本"))

    html = html_of(client, at(third, "version", only="changed"))

    heading = re.search(r'<h3 class="provision-number"[^>]*>(.*?)</h3>', html)[1]
    assert words_of(heading) == "二次审议稿第四条"
    assert "【删】</span>试验人应当购买保险。" in html


def test_changes_are_offered_only_against_a_confirmed_base(client):
    scene = decided_scene(1, final=False)
    loose = make.make_version(scene.regulation, text=SECOND, base=scene.versions[-1])

    assert "只看改动" not in html_of(client, loose.get_absolute_url())
    assert client.get(at(loose, "version", only="changed")).status_code == 404
    assert "只看改动" in html_of(client, scene.versions[-1].get_absolute_url())
    assert client.get(at(scene.draft, "version", only="all")).status_code == 404


def test_open_round_offers_to_speak_from_its_changes(client):
    scene = decided_scene(1, final=False)
    consultation = make.make_consultation(scene.versions[-1])

    html = html_of(client, at(scene.versions[-1], "version", only="changed"))

    create = reverse("comments:create", args=[consultation.code])
    assert [html.count(f'href="{create}?on={n}"') for n in (1, 3, 4)] == [0, 1, 1]


def test_printed_text_is_whole_and_says_which_it_is(client):
    version = make.make_version(dated_on="2026-08-13")
    first = version.provisions.articles()[0]
    Explanation.objects.create(provision=first, body="大白话一句", live=True)

    html = html_of(client, at(version, "print"))
    with_plain = html_of(client, at(version, "print") + "?with=plain")

    heading = f"{version.title}　草案　2026年8月13日"
    assert f'<div class="whole-head" aria-hidden="true"><div><p>{heading}</p>' in html
    said = words_of(html)
    assert f"http://testserver{version.get_absolute_url()}" in said
    assert version.document.regulation.organiser in said
    assert "<svg" in html
    every = [p.text for p in version.provisions.exclude(text="")]
    assert [text for text in every if text not in said] == []
    assert ("大白话一句" in said, "大白话一句" in with_plain) == (False, True)
    assert "没有法律效力" in with_plain
    assert client.get(at(version, "print") + "?with=x").status_code == 404


def shape(text):
    return [
        (p.node.kind, p.node.label, p.node.heading, p.node.text) for p in text.placed()
    ]


def test_word_file_reads_back_as_the_same_text(client):
    version = make.make_version(text=DEFINED)

    response = client.get(at(version, "word"))

    assert f'{version.code}.docx"' in response["Content-Disposition"]
    again = read_word(response.content)
    assert again.title == version.title
    assert shape(again) == shape(parsed_of(version))


def test_word_file_has_headings_faces_and_page_numbers(client):
    note = "（2026年8月13日明川市人民代表大会常务委员会通过）"
    text = make.TEXT.replace("试验条例\n", f"试验条例\n{note}\n", 1)
    version = make.make_version(dated_on="2026-08-13", text=text)

    document = Document(BytesIO(client.get(at(version, "word")).content))

    chapters = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert chapters == ["第一章　总则", "第二章　管理", "第三章　附则"]
    assert [p.text for p in document.paragraphs[:2]] == [version.title, note]
    article = next(p for p in document.paragraphs if p.text.startswith("第一条"))
    assert article.paragraph_format.first_line_indent
    face = article.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia"))
    assert (article.runs[0].text, face) == ("第一条", "黑体")
    section = document.sections[0]
    assert section.header.paragraphs[0].text == f"{version.title}　草案　2026年8月13日"
    footer = section.footer.paragraphs[0]
    assert f"http://testserver{version.get_absolute_url()}" in footer.text
    assert "PAGE" in footer._element.xml


def test_word_file_is_kept_once_under_whatever_host_it_is_asked_for(
    client, settings, tmp_path
):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": backend, "LOCATION": tmp_path},
    }
    version = make.make_version()

    for host in ("testserver", "testserver:81", "testserver:82", "testserver"):
        response = client.get(at(version, "word"), headers={"host": host})
        document = Document(BytesIO(response.content))
        footer = document.sections[0].footer.paragraphs[0].text
        assert f"http://{host}{version.get_absolute_url()}" in footer

    assert len(list(tmp_path.iterdir())) == 1


def test_word_file_drops_what_no_file_may_hold(client):
    version = make.make_version(
        text=make.TEXT.replace("佩戴标识", "佩戴\x1f标识\ufffe")
    )

    document = Document(BytesIO(client.get(at(version, "word")).content))

    assert "（一）佩戴标识；" in [p.text for p in document.paragraphs]


def test_plain_file_reads_back_as_the_same_text(client):
    version = make.make_version(text=DEFINED)

    response = client.get(at(version, "text"))

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    words = response.content.decode()
    last = words.strip().splitlines()[-1]
    assert last == (
        f"草案　{version.code}　下载自 http://testserver{version.get_absolute_url()}"
    )
    again = parse(words.strip().removesuffix(last))
    assert shape(again) == shape(parsed_of(version))


@pytest.mark.parametrize("name", ["word", "text"])
def test_text_that_is_not_public_is_a_file_for_nobody(client, name):
    version = make.make_version(published=False)

    assert client.get(at(version, name)).status_code == 404
    client.force_login(make.make_user(Role.LEGISLATIVE_STAFF))
    assert client.get(at(version, name)).status_code == 404
    assert client.get(at(version, "print")).status_code == 200


def test_article_is_cited_with_its_text_day_and_address(client):
    version = make.make_version(
        title="明川市试验条例（草案）", dated_on="2026-08-13", text=DEFINED
    )
    part = make.provision(version, "3.1.2")

    html = html_of(client, part.get_absolute_url())

    cited = "《明川市试验条例（草案）》（2026年8月13日）第三条第一款第二项"
    assert f'<p id="reference" lang="zh-Hans">{cited}</p>' in html
    assert f">http://testserver{part.get_absolute_url()}</p>" in html
    assert html.count('data-copy="#reference"') == 1
    assert html.count('data-copy="#address"') == 1


def test_article_lists_the_addresses_of_its_parts(client):
    version = make.make_version()

    html = html_of(client, make.provision(version, "3").get_absolute_url())

    parts = html[html.index('<ul class="parts">') :]
    shown = re.findall(r">(第三条[^<]+)</a>", parts[: parts.index("</ul>")])
    assert shown == [
        "第三条第一款",
        "第三条第一款第一项",
        "第三条第一款第二项",
        "第三条第一款第三项",
        "第三条第二款",
    ]


def life(html):
    """What each text says of the article, oldest first."""
    start = html.index('id="life"')
    section = html[start : html.index("</section>", start)]
    return [words_of(knot).split() for knot in section.split('<li class="knot"')[1:]]


def test_life_shows_relation_and_words_at_the_text_that_brought_them(client):
    scene = decided_scene(1, final=False)
    third = scene.version(SECOND.replace("扩音设备", "喇叭"))

    html = html_of(client, make.provision(third, "3").get_absolute_url())

    first, second, last = life(html)
    assert "草案怎么写" in " ".join(first)
    assert ["修改" in "".join(said) for said in (second, last)] == [True, True]
    section = html[html.index('id="life"') :]
    assert section.count("【增】</span>，不得使用扩音设备</ins>") == 1
    assert section.count("【增】</span>喇叭</ins>") == 1
    assert "您正在看的条文" in "".join(last)


def test_life_marks_a_tie_nobody_settled(client):
    scene = decided_scene(1, final=False)
    added = make.provision(scene.versions[-1], "4")
    assert not Lineage.objects.get(new=added).is_certain

    html = html_of(client, added.get_absolute_url())

    start = html.index('id="life"')
    assert html[start:].count("新增（待确认）") == 1
    assert html[start:].count('data-state="todo"') == 1


def test_life_ends_in_words_where_nobody_confirmed(client):
    scene = decided_scene(1, final=False)
    loose = make.make_version(scene.regulation, text=SECOND, base=scene.versions[-1])

    html = html_of(client, make.provision(loose, "3").get_absolute_url())

    first, here = life(html)
    assert "待确认" in "".join(first)
    assert "您正在看的条文" in here


def test_each_article_is_a_region_named_by_its_number(client):
    version = make.make_version()
    make.make_consultation(version)

    html = html_of(client, version.get_absolute_url())

    for article in version.provisions.articles():
        a = article.address
        region = f'<section class="provision" id="p{a}" aria-labelledby="h{a}">'
        heading = f'<h3 class="provision-number" id="h{a}">{article.label}</h3>'
        assert html.count(region + heading) == 1
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    links = re.findall(r"<a [^>]*>(.*?)</a>", html[html.index('class="text"') :])
    names = [words_of(link) for link in links]
    assert [n for n in names if names.count(n) > 1] == []


def test_neighbouring_pages_are_named_by_their_chapters(client):
    rule = "试验人应当遵守本条例，接受监督检查，及时报告情况。\n" * 4
    from common.writing import han_number  # noqa: PLC0415 -- one use

    said = [f"第{han_number(n)}条　{rule}" for n in range(1, 31)]
    said.insert(15, "第二章　管　理")
    text = "\n\n".join(["明川市长篇条例", "第一章　总　则", *said])
    version = make.make_version(text=text)
    assert Version.objects.get(pk=version.pk).is_published

    html = html_of(client, f"{version.get_absolute_url()}?chapter=1")

    link = re.search(r'<a rel="next" href="([^"]+)">(.*?)</a>', html)
    assert link[1] == "?chapter=2"
    assert words_of(link[2]).startswith("下一页第")
    assert 'rel="prev"' not in html


@pytest.mark.parametrize("place", ["text", "print", "regulation", "compare"])
def test_downloads_say_how_inside_the_chat_program(client, place):
    regulation = make.make_version().document.regulation
    version = make.make_version(regulation, text=f"{make.TEXT}\n\n第六条　附加。")
    url = {
        "text": version.get_absolute_url(),
        "print": f"{version.get_absolute_url()}print/",
        "regulation": regulation.get_absolute_url(),
        "compare": f"{regulation.get_absolute_url()}compare/v1..v2/",
    }[place]
    agent = {"User-Agent": "Mozilla/5.0 (Linux; Android 8.1) MicroMessenger/8.0.49"}

    inside = client.get(url, headers=agent).content.decode()
    outside = client.get(url).content.decode()

    assert inside.count("请点右上角，选“在浏览器打开”") == 1
    assert "请点右上角" not in outside
