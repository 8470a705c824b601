"""Forms about accounts, in our words. The rules are allauth's and Django's."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import UnsupportedAlgorithm
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.forms.fields import InvalidJSONInput

from backcare.accounts.models import User
from backcare.accounts.validators import UsernameValidator

PASSWORD_HELP = (
    "At least 10 characters. A few words in a row are strong and easy to remember."
)


def word(form: forms.BaseForm, words: dict[str, tuple[str, str]]) -> None:
    """Give fields their label and help, and take placeholders away.

    A placeholder repeats the label and is gone as soon as somebody types.
    """
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in words:
            field.label, field.help_text = words[name]


class SignInForm(account.LoginForm):
    """Sign in with a name or an e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, {"login": ("Name or e-mail", "")})
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class JoinForm(account.SignupForm):
    """A new account, through a link or an open sign-up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self,
            {
                "username": ("Name to sign in with", "No spaces. It can be made up."),
                "email": (
                    "E-mail (optional)",
                    "Only for a forgotten password, and only if this server can "
                    "send mail.",
                ),
                "password1": ("Password", PASSWORD_HELP),
                "password2": ("Password again", ""),
            },
        )
        self.fields["username"].widget.attrs |= {
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class AddEmailForm(account.AddEmailForm):
    """Another e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, {"email": ("New e-mail address", "")})


class ChangePasswordForm(account.ChangePasswordForm):
    """A new password, knowing the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self,
            {
                "oldpassword": ("Password now", ""),
                "password1": ("New password", PASSWORD_HELP),
                "password2": ("New password again", ""),
            },
        )


class ForgottenPasswordForm(account.ResetPasswordForm):
    """Ask for a mail with a link to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, {"email": ("E-mail", "")})


class NewPasswordForm(account.ResetPasswordKeyForm):
    """A new password, by a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self,
            {
                "password1": ("New password", PASSWORD_HELP),
                "password2": ("New password again", ""),
            },
        )


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, {"password": ("Your password", "")})


_CODE = {"code": ("Code", "From your authenticator app, or a recovery code.")}


def spend(user: AbstractBaseUser, code: str) -> None:
    """Refuse a code that was used before, for as long as it is valid.

    allauth forgets a used code after one period; with a tolerance of one period to
    either side it would be taken a second time.
    """
    periods = 1 + 2 * mfa_settings.TOTP_TOLERANCE
    digits = "".join(filter(str.isalnum, code))
    key = f"backcare:code-used:{user.pk}:{digits}"
    if not cache.add(key, True, timeout=periods * mfa_settings.TOTP_PERIOD):
        raise get_mfa_adapter().validation_error("incorrect_code")


class _OnceForm(forms.Form):
    """For the forms of allauth that ask for a code: no code counts twice."""

    user: User

    def clean_code(self) -> str:
        """A code that fits and was not used before."""
        code: str = super().clean_code()  # type: ignore[misc]
        spend(self.user, code)
        return code


class SecondStepForm(_OnceForm, mfa.AuthenticateForm):
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, _CODE)


class ConfirmCodeForm(_OnceForm, mfa.ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, _CODE)


class ActivateTOTPForm(_OnceForm, totp.ActivateTOTPForm):
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, {"code": ("Code from the app", "Six digits.")})
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


NOT_A_PASSKEY = "That did not work as a passkey. Please try again."
_UNREADABLE = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError),
    *(TypeError, ValueError, struct.error, UnsupportedAlgorithm),
)


@contextmanager
def refusing_nonsense(words: str) -> Iterator[None]:
    """Refuse what a browser sent as a passkey, in words, if it cannot be read.

    What no browser sends breaks the reading library in many ways. None of the
    errors taken here comes from the database.
    """
    try:
        yield
    except _UNREADABLE:
        raise forms.ValidationError(words) from None
    except forms.ValidationError as error:
        if error.code != "incorrect_code":
            raise
        raise forms.ValidationError(words) from None


class CredentialField(forms.JSONField):
    """What a browser sent as a passkey, read as JSON.

    Numbers of thousands of digits and lists in lists without end are refused by
    errors that Django does not expect.
    """

    def to_python(self, value: Any) -> Any:
        """The plain value. Raises ValidationError where it cannot be read."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):
            raise forms.ValidationError(NOT_A_PASSKEY, code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is put in the field again."""
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return InvalidJSONInput(data)


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A passkey or security key, with a name to tell it from others."""

    credential = CredentialField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self,
            {
                "name": ("Name", "So that you know it again, such as: my phone."),
                "passwordless": (
                    "Sign in with it alone, without a password",
                    "The device then asks for your finger, face or PIN.",
                ),
            },
        )

    def clean_credential(self) -> dict[str, Any]:
        """What the browser sent; allauth takes false for nothing to look at."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise forms.ValidationError(NOT_A_PASSKEY)
        return credential

    def clean(self) -> dict[str, Any]:
        """A passkey that was made for this page."""
        with refusing_nonsense(NOT_A_PASSKEY):
            return super().clean()


class PasskeySignInForm(webauthn.LoginWebAuthnForm):
    """A passkey alone."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        """The passkey, if it is known; refused in words about passkeys."""
        with refusing_nonsense(
            "That passkey is not known here. Sign in another way, then add it anew."
        ):
            return super().clean_credential()


class PasskeySecondStepForm(webauthn.AuthenticateWebAuthnForm):
    """A passkey after the password."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        """The passkey, if it is the account's."""
        with refusing_nonsense(NOT_A_PASSKEY):
            return super().clean_credential()


class ConfirmPasskeyForm(webauthn.ReauthenticateWebAuthnForm):
    """A passkey once more, before something that matters."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        """The passkey, if it is the account's."""
        with refusing_nonsense(NOT_A_PASSKEY):
            return super().clean_credential()


class InviteForm(forms.Form):
    """Who is invited; only a suggestion to them."""

    username = forms.CharField(
        label="Name to suggest (optional)",
        max_length=150,
        required=False,
        validators=[UsernameValidator()],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    def clean_username(self) -> str:
        """The name, if nobody has it."""
        username: str = self.cleaned_data["username"]
        if username and User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("Somebody here has this name already.")
        return username
