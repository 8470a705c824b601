"""What allauth asks the site: who may sign up, where to go next, what mail says."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode, urljoin

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backcare.accounts import security_log

WELCOME = "tracker:welcome"
CONFIRM_WORDS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code from your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a passkey or security key",
}
_MISMATCH: Final = (
    "That name and that password do not fit together. "
    "Small and capital letters differ in a password."
)


class AccountAdapter(DefaultAccountAdapter):
    """Our answers for accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then try "
        "again.",
        "enter_current_password": "That is not the password you have now.",
        "incorrect_password": "That is not your password.",
        "rate_limited": "That was too often. Wait a little, then try again.",
        "cannot_remove_primary_email": "Make another address the main one first.",
        "duplicate_email": "You have this address here already.",
        "email_taken": "This address cannot be used here.",
        "max_email_addresses": "You can have %d addresses at most.",
        "unverified_primary_email": "Confirm that address first.",
        "username_taken": "Somebody here has this name already.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only where the operator opened sign-ups. Invitations do not ask."""
        return bool(settings.SIGNUPS_OPEN)

    def should_send_confirmation_mail(
        self, request: HttpRequest, email_address: EmailAddress, signup: bool
    ) -> bool:
        """Nothing to send where there is no mail server."""
        return bool(settings.MAIL_WORKS)

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Send, where there is a mail server; every mail knows the sign-in page."""
        if settings.MAIL_WORKS:
            login_url = urljoin(settings.FRONT_ADDRESS, reverse("account_login"))
            super().send_mail(
                template_prefix, email, {**context, "login_url": login_url}
            )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse for a while after too many wrong passwords, and note it down."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            security_log.too_many_tries(request)
            raise

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, str]]:
        """Ways to confirm that it is really the person, in our words."""
        methods = super().get_reauthentication_methods(user)
        return [m | {"description": CONFIRM_WORDS[m["id"]]} for m in methods]

    def post_login(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        *,
        redirect_url: str | None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Lead a person who has not been welcomed to that page, then onwards."""
        if not _welcomed(user):
            onward = redirect_url or get_next_redirect_url(request)
            redirect_url = reverse(WELCOME)
            if onward and onward not in ("/", redirect_url):
                redirect_url += "?" + urlencode({REDIRECT_FIELD_NAME: onward})
        return super().post_login(request, user, redirect_url=redirect_url, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """Our answers for second steps and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "While a second step is on, no address can be added.",
        "cannot_delete_authenticator": "This second step cannot be turned off.",
        "cannot_generate_recovery_codes": "Set up an app or a passkey first.",
        "incorrect_code": "That code did not fit. Codes change every 30 seconds.",
        "unverified_email": "First confirm your e-mail address or remove it: Settings, "
        "E-mail.",
    }

    def get_totp_issuer(self) -> str:
        """The name an authenticator app shows beside the code."""
        return "BackCare"

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Whose code it is: the name, which everybody here has."""
        return user.get_username()

    def generate_authenticator_name(
        self, user: AbstractBaseUser, type: Authenticator.Type
    ) -> str:
        """A name to begin with: the person may give a better one."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"


def _welcomed(user: AbstractBaseUser) -> bool:
    person = getattr(user, "person", None)
    return person is not None and person.welcomed_at is not None
