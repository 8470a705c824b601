"""What a name to sign in with may look like."""

from django.core.validators import RegexValidator
from django.utils.deconstruct import deconstructible


@deconstructible
class UsernameValidator(RegexValidator):
    """Letters and digits of any script, and ``. - _ +``; never ``@``.

    A name that looks like an e-mail address could be mistaken for somebody else's
    address at sign-in.
    """

    regex = r"^[\w.+-]+\Z"
    message = "Use letters, digits and . - _ + only, without spaces."


USERNAME_VALIDATORS = [UsernameValidator()]
