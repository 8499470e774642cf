"""Texts: a document, its immutable versions, and their provisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from model_utils.models import TimeStampedModel

from drafts.kinds import DocumentKind, EnclosureKind, ProvisionKind, VersionType
from drafts.querysets import ProvisionQuerySet, VersionQuerySet
from drafts.stages import VersionStage


class Document(TimeStampedModel):
    """Anything people can comment on: a chain of versions of one text."""

    kind = models.CharField(
        _("种类"),
        max_length=20,
        choices=DocumentKind.choices,
        default=DocumentKind.REGULATION,
    )
    code = models.CharField(_("编号"), max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=200)

    class Meta:
        verbose_name = _("文本")
        verbose_name_plural = _("文本")

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_stream(self) -> str:
        return "site"


class Version(TimeStampedModel):
    """One text of a document at one moment; never changed once published.

    A correction is a new version (更正) with ``correction_note``. ``base`` is the
    version it is compared with; ``lineage_confirmed_at`` says that the lineage from
    ``base`` has been confirmed by a person.
    """

    document = models.ForeignKey(
        Document,
        verbose_name=_("文本"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    sequence = models.PositiveIntegerField(_("序号"))
    version_type = models.CharField(
        _("版本"), max_length=20, choices=VersionType.choices
    )
    base = models.ForeignKey(
        "self",
        verbose_name=_("对照版本"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
    )
    title = models.CharField(_("标题"), max_length=300)
    title_note = models.TextField(_("题注"), blank=True)
    dated_on = models.DateField(_("文本日期"), null=True, blank=True)
    correction_note = models.TextField(_("更正说明"), blank=True)
    source_name = models.CharField(_("来源文件"), max_length=200, blank=True)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    text_hash = models.CharField(max_length=64, blank=True, editable=False)
    problems = models.JSONField(default=list, blank=True, editable=False)
    override_reason = models.TextField(_("带问题发布的理由"), blank=True)
    stage = models.CharField(
        _("状态"),
        max_length=20,
        choices=VersionStage.choices,
        default=VersionStage.EDITING,
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    lineage_confirmed_at = models.DateTimeField(null=True, editable=False)
    lineage_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "sequence"]
        verbose_name = _("版本")
        verbose_name_plural = _("版本")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "sequence"],
                name="version_sequence_once",
                violation_error_message=_("这个序号已经有版本了，请刷新后再试。"),
            )
        ]

    def __str__(self) -> str:
        kind = f"（{self.get_version_type_display()}）"
        # Drafts often say in their titles what they are.
        return self.title if self.title.endswith(kind) else f"{self.title}{kind}"

    @property
    def code(self) -> str:
        """``LF-2026-012-V2``; needs ``document`` selected."""
        return f"{self.document.code}-V{self.sequence}"

    @property
    def slug(self) -> str:
        """How an address names the version inside its document: ``v2``."""
        return f"v{self.sequence}"

    @property
    def is_published(self) -> bool:
        return self.stage == VersionStage.PUBLISHED

    @property
    def is_final(self) -> bool:
        """Whether this is the text as promulgated, where adoption freezes."""
        return self.version_type == VersionType.PROMULGATED

    @property
    def ledger_stream(self) -> str:
        return "site"

    def get_absolute_url(self) -> str:
        return reverse("reading:version", args=[self.document.code, self.slug])


class Provision(models.Model):
    """One 编…目 of one version, labelled as printed.

    ``position`` orders a version's provisions as printed; a provision's own subtree
    is ``position`` to ``last_position``, both included. ``address`` is its stable
    ASCII name inside the version (``16``, ``10-1``, ``16.2.3``, ``ch2``): article,
    款, 项, 目 by number. ``article`` is the 条 it belongs to, itself for a 条.
    """

    version = models.ForeignKey(
        Version,
        verbose_name=_("版本"),
        on_delete=models.PROTECT,
        related_name="provisions",
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+"
    )
    article = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(_("层级"), max_length=12, choices=ProvisionKind.choices)
    label = models.CharField(_("编号"), max_length=200, blank=True)
    number = models.PositiveIntegerField(null=True)
    insert = models.PositiveIntegerField(default=0)
    # A faulty text can make any line a heading; it is stored all the same.
    heading = models.TextField(_("标题"), blank=True)
    text = models.TextField(_("条文"), blank=True)
    text_hash = models.CharField(max_length=64)
    address = models.CharField(max_length=60)
    citation = models.CharField(_("引用"), max_length=120)
    position = models.PositiveIntegerField()
    last_position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        ordering = ["version", "position"]
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="provision_position_once"
            ),
            models.UniqueConstraint(
                fields=["version", "address"], name="provision_address_once"
            ),
        ]

    def __str__(self) -> str:
        return self.citation

    def get_absolute_url(self) -> str:
        """The provision's own page; needs ``version__document`` selected."""
        return reverse(
            "reading:provision",
            args=[self.version.document.code, self.version.slug, self.address],
        )

    @property
    def anchor(self) -> str:
        """The fragment that names the provision on a page of its version."""
        return f"p{self.address}"

    def cited(self) -> str:
        """How one cites it: 《题目》第十二条第二款; needs ``version`` selected."""
        return f"《{self.version.title}》{self.citation}"


class Enclosure(TimeStampedModel):
    """A paper that travels with a version: explanation, comparison, reference."""

    version = models.ForeignKey(
        Version,
        verbose_name=_("版本"),
        on_delete=models.PROTECT,
        related_name="enclosures",
    )
    kind = models.CharField(_("种类"), max_length=20, choices=EnclosureKind.choices)
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("内容"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["version", "pk"]
        verbose_name = _("随附材料")
        verbose_name_plural = _("随附材料")

    def __str__(self) -> str:
        return self.title
