"""The builder of every token that the formats can hold."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import byref
from typing import TYPE_CHECKING

from . import _abi
from ._issuer import Issuer, Lifetime
from ._names import NO_ROLE, Version
from ._native import Owner, number, raise_for, seconds, text_in, text_out, texts_in

if TYPE_CHECKING:
    from typing_extensions import Self


class TokenBuilder(Owner):
    """Builds every token that the formats can hold: several services, a lifetime for each privilege, and more.

    It writes what it is given, bounded by the format alone: the rules for names and lifetimes are those of the
    :class:`Issuer`'s own methods. Services are added, and each privilege is granted to the service that was added
    last. Every method but :meth:`build` gives the builder, so that calls chain::

        token = (
            issuer.builder()
            .expires_in(3600)
            .add_rtc("room", "42")
            .grant(RtcPrivilege.JOIN_CHANNEL, 3600)
            .grant(RtcPrivilege.PUBLISH_AUDIO, 600)
            .add_rtm("42")
            .grant(RtmPrivilege.LOGIN, 3600)
            .build()
        )

    What takes many arguments in the official builders is a few lines here; the package's README has each as a function:

    - ``…AndPrivilege``: :meth:`add_rtc`, and :meth:`grant` for each of the four privileges.
    - ``…WithRtm2``: the same for the privileges of the role, then :meth:`add_rtm` under its name, and :meth:`grant`.
    - ConvoAI and STT with lifetimes or names that differ: ``…WithRtm2``, then :meth:`add_convoai` or :meth:`add_stt`.
    - RTM with permissions: :meth:`add_rtm2`, :meth:`grant`, and :meth:`permit` for each permission.

    A token holds at most ``MAX_ITEMS`` (1,024) services, privileges, resources, permissions and names, all counted
    together; a token of Agora's own builders has a few.

    A call that fails leaves the builder as it was. It keeps what it needs of the issuer, which may be closed first.
    One thread at a time may use it.

    Args:
        issuer: Whose token it is.
        version: 007, or 006, which takes exactly one RTC or RTM service.

    Raises:
        BadVersionError: The version is neither 006 nor 007.

    """

    __slots__ = ()

    def __init__(self, issuer: Issuer, version: Version = Version.V007) -> None:
        handle = _abi.BuilderHandle()
        raise_for(_abi.builder_new(issuer._handle, number(version, "version"), byref(handle)))
        self._handle = handle

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def issued_at(self, unix_seconds: int) -> Self:
        """Fix the time of issuing, as a Unix time in seconds. Without it each build takes the current time.

        Raises:
            OutOfRangeError: It does not fit 32 bits.

        """
        raise_for(_abi.builder_set_issued_at(self._handle, number(unix_seconds, "unix_seconds")))
        return self

    def salt(self, salt: int) -> Self:
        """Fix the salt. Without it each build takes a new one.

        Raises:
            OutOfRangeError: It does not fit 32 bits.

        """
        raise_for(_abi.builder_set_salt(self._handle, number(salt, "salt")))
        return self

    def expires_in(self, lifetime: Lifetime) -> Self:
        """Set the token's own lifetime from its issuing: 24 hours unless set. No privilege outlives the token.

        In a 006 token this is the ``ts`` field.

        Raises:
            BadExpiryError, ExpiryLooksAbsoluteError: It is no number of whole seconds that fits 32 bits.

        """
        raise_for(_abi.builder_set_expires_in(self._handle, seconds(lifetime, "lifetime")))
        return self

    def add_rtc(self, channel: str, account: str = "") -> Self:
        """Add RTC in one channel, where ``*`` is every channel.

        Args:
            channel: The channel.
            account: The decimal digits of a numeric uid, or a user account; "" is any user.

        Raises:
            StringTooLongError: A string has more than 65,535 bytes.
            UnsupportedInVersionError: The builder is for a 006 token, which has a service already.

        """
        raise_for(_abi.builder_add_rtc(self._handle, text_in(channel, "channel"), text_in(account, "account")))
        return self

    def add_rtm(self, user_id: str) -> Self:
        """Add RTM (Signaling) for one user id.

        Raises:
            StringTooLongError: It has more than 65,535 bytes.
            UnsupportedInVersionError: The builder is for a 006 token, which has a service already.

        """
        raise_for(_abi.builder_add_rtm(self._handle, text_in(user_id, "user_id")))
        return self

    def add_streaming(self, channel: str, account: str = "") -> Self:
        """Add Streaming in one channel for one account; "" is any user.

        Raises:
            StringTooLongError: A string has more than 65,535 bytes.
            UnsupportedInVersionError: The builder is for a 006 token.

        """
        names = text_in(channel, "channel"), text_in(account, "account")
        raise_for(_abi.builder_add_streaming(self._handle, *names))
        return self

    def add_fpa(self) -> Self:
        """Add FPA.

        Raises:
            UnsupportedInVersionError: The builder is for a 006 token.

        """
        raise_for(_abi.builder_add_fpa(self._handle))
        return self

    def add_chat(self, user_id: str = "") -> Self:
        """Add Chat for one user id; "" for an app token (``ChatPrivilege.APP``).

        Raises:
            StringTooLongError: It has more than 65,535 bytes.
            UnsupportedInVersionError: The builder is for a 006 token.

        """
        raise_for(_abi.builder_add_chat(self._handle, text_in(user_id, "user_id")))
        return self

    def add_fcdn(self, channel: str, account: str = "") -> Self:
        """Add FCDN in one channel for one account; "" is any user.

        Raises:
            StringTooLongError: A string has more than 65,535 bytes.
            UnsupportedInVersionError: The builder is for a 006 token.

        """
        names = text_in(channel, "channel"), text_in(account, "account")
        raise_for(_abi.builder_add_fcdn(self._handle, *names))
        return self

    def add_apaas(self, room_uuid: str = "", user_uuid: str = "", role: int = NO_ROLE) -> Self:
        """Add Education: a user of a room in a role; "" and ``NO_ROLE`` where there is none.

        Raises:
            StringTooLongError: A string has more than 65,535 bytes.
            OutOfRangeError: The role does not fit 16 bits.
            UnsupportedInVersionError: The builder is for a 006 token.

        """
        names = text_in(room_uuid, "room_uuid"), text_in(user_uuid, "user_uuid")
        raise_for(_abi.builder_add_apaas(self._handle, *names, number(role, "role", 32767, -32768)))
        return self

    def add_rtm2(self, user_id: str) -> Self:
        """Add RTM2 (Signaling with permissions) for one user id.

        Raises:
            StringTooLongError: It has more than 65,535 bytes.
            UnsupportedInVersionError: The builder is for a 006 token.

        """
        raise_for(_abi.builder_add_rtm2(self._handle, text_in(user_id, "user_id")))
        return self

    def add_convoai(self) -> Self:
        """Add ConvoAI, which has neither privileges nor names: being in the token is the grant.

        Raises:
            UnsupportedInVersionError: The builder is for a 006 token.

        """
        raise_for(_abi.builder_add_convoai(self._handle))
        return self

    def add_stt(self) -> Self:
        """Add STT (real-time speech to text), which has neither privileges nor names: being in the token is the grant.

        Raises:
            UnsupportedInVersionError: The builder is for a 006 token.

        """
        raise_for(_abi.builder_add_stt(self._handle))
        return self

    def grant(self, privilege: int, expires_in: Lifetime) -> Self:
        """Grant a privilege of the service that was added last. A second grant of the same replaces the first.

        Args:
            privilege: ``RtcPrivilege.JOIN_CHANNEL`` and so on, or any other number up to 65535.
            expires_in: The lifetime from the token's issuing. 0 means as long as the token (007), or does not
                expire (006).

        Raises:
            NoServiceError: There is no service yet.
            BadPrivilegeError, OutOfRangeError: The privilege does not fit 16 bits.
            BadExpiryError, ExpiryLooksAbsoluteError: The lifetime is no number of whole seconds that fits 32 bits.

        """
        raise_for(_abi.builder_grant(self._handle, number(privilege, "privilege"), seconds(expires_in)))
        return self

    def permit(self, resource: int, permission: int, names: Iterable[str]) -> Self:
        """Give the RTM2 service that was added last a permission on named resources.

        A second call for the same resource and permission replaces the first.

        Args:
            resource: ``Rtm2Resource.MESSAGE_CHANNELS`` and so on, or any other number up to 65535.
            permission: ``Rtm2Permission.READ`` or ``WRITE``, or any other number up to 65535.
            names: The names, such as those of channels; at most 65,535, each of at most 65,535 bytes.

        Raises:
            NoServiceError: There is no service yet.
            BadServiceError: The service that was added last is not RTM2.
            BadPrivilegeError, OutOfRangeError: A number does not fit 16 bits.
            StringTooLongError: A name is too long, or there are too many.

        """
        what = number(resource, "resource"), number(permission, "permission")
        strings = texts_in(names, "names")
        raise_for(_abi.builder_permit(self._handle, *what, strings, len(strings)))
        return self

    def build(self) -> str:
        """Sign a token.

        The builder stays as it is and can build again, each time with a time and salt of its own unless they are
        fixed.

        Raises:
            NoServiceError: There is no service.
            BadExpiryError: A time of a 006 token would lie after 2106.
            StringTooLongError: The token does not fit its format.
            TokenTooLargeError: It has more than ``MAX_ITEMS`` items, or more than 131,072 bytes unpacked.
            ClockFailedError, RandomFailedError: The system's clock is wrong, or its random source failed.

        """
        return text_out(_abi.builder_build, self._handle)
