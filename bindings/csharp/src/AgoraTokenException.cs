using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Agora.Token
{
    /// <summary>A call failed: the base of every exception of this package, one for each status. A status that has no
    /// exception of its own here, as a newer library may have one, is this class itself, with the number in
    /// <see cref="Status"/> and in the message.</summary>
    /// <remarks>No message contains any part of a string that went in, so all of them can be logged. An argument that
    /// is null is an <see cref="ArgumentNullException"/>, and an object that was disposed an
    /// <see cref="ObjectDisposedException"/>.</remarks>
    public partial class AgoraTokenException : Exception
    {
        internal AgoraTokenException(Status status, string message) : base(message ?? MessageOf(status))
        {
            Status = status;
        }

        /// <summary>The status; its number never changes its meaning.</summary>
        public Status Status { get; }

        /// <summary>Of a failed check: what the token has in place of what was asked, for people, with names between
        /// quotes. Null where that tells no more than the message.</summary>
        [MaybeNull]
        public string Found { get; internal set; }

        /// <summary>What was asked for, written as <see cref="Found"/> is; null where that is.</summary>
        [MaybeNull]
        public string Asked { get; internal set; }

        internal static void ThrowFor(int status)
        {
            if (status != 0)
            {
                throw Of(status);
            }
        }

        internal static AgoraTokenException Of(int status)
        {
            return OfKnown((Status)status) ?? new AgoraTokenException(
                (Status)status,
                string.Format(CultureInfo.InvariantCulture, "status {0}: {1}", status, MessageOf((Status)status)));
        }

        private static unsafe string MessageOf(Status status)
        {
            return Lent.Text(Native.StatusMessage((int)status));
        }
    }
}
