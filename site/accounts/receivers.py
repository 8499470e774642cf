"""What happens when somebody signs in or has chosen a password."""

from typing import Any

from allauth.account.signals import password_changed, password_set
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts import services
from accounts.models import User


@receiver(user_logged_in, dispatch_uid="accounts.groups")
def bring_groups_up_to_date(sender: Any, user: User, **kwargs: Any) -> None:
    """Dates may have ended or begun rights since the last sign-in."""
    services.sync_groups(user)


@receiver([password_changed, password_set], dispatch_uid="accounts.password")
def forget_that_it_was_given(sender: Any, user: User, **kwargs: Any) -> None:
    """From now on only its owner knows the password."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.must_change_password = False
