using System;

namespace Agora.Token
{
    /// <summary>Times and lifetimes as the library takes them: never rounded, never cut in silence.</summary>
    internal static class Numbers
    {
        private static readonly DateTimeOffset Epoch = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

        /// <summary>A lifetime in whole seconds.</summary>
        internal static uint Seconds(TimeSpan lifetime, string name)
        {
            if (lifetime.Ticks < 0)
            {
                throw new BadExpiryException(name + " must not be negative: it is a time from now");
            }

            if (lifetime.Ticks % TimeSpan.TicksPerSecond != 0)
            {
                throw new BadExpiryException(name + " must be whole seconds");
            }

            long seconds = lifetime.Ticks / TimeSpan.TicksPerSecond;
            if (seconds > uint.MaxValue)
            {
                throw new ExpiryLooksAbsoluteException(null);
            }

            return (uint)seconds;
        }

        /// <summary>A classroom's role.</summary>
        internal static short Role(int role)
        {
            if (role < short.MinValue || role > short.MaxValue)
            {
                throw new OutOfRangeException("role must be from -32768 to 32767");
            }

            return (short)role;
        }

        /// <summary>The time of a check, where null is the system clock.</summary>
        internal static ulong Now(DateTimeOffset? now)
        {
            if (now == null)
            {
                return 0;
            }

            long seconds = now.Value.ToUnixTimeSeconds();
            if (seconds < 1)
            {
                throw new OutOfRangeException("now must be after 1970; null is the system clock");
            }

            return (ulong)seconds;
        }

        /// <summary>A time that fits 32 bits.</summary>
        internal static uint UnixSeconds(DateTimeOffset time, string name)
        {
            long seconds = time.ToUnixTimeSeconds();
            if (seconds < 0 || seconds > uint.MaxValue)
            {
                throw new OutOfRangeException(name + " must be from 1970 to February 2106");
            }

            return (uint)seconds;
        }

        /// <summary>A time that the library says, where 0 is none.</summary>
        internal static DateTimeOffset? TimeOrNone(ulong seconds)
        {
            return seconds == 0 ? (DateTimeOffset?)null : Time(seconds);
        }

        internal static DateTimeOffset Time(ulong seconds)
        {
            return Epoch.AddSeconds(seconds);
        }
    }
}
