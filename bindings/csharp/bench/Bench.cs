using System;
using System.Diagnostics;
using System.Globalization;
using Agora.Token;

/// <summary>What a call costs: lines of a name, a tab, and the least nanoseconds of all rounds, for
/// <c>make bench</c>.</summary>
internal static class Bench
{
    private const int Rounds = 100;
    private const int Calls = 1000;
    private const string Channel = "0123456789abcdef0123456789abcdef";

    private static void Main()
    {
        TimeSpan hour = TimeSpan.FromHours(1);
        User user = User.Uid(42);
        using (Issuer issuer = new Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b"))
        {
            string token = issuer.Rtc(Channel, user, Role.Publisher, hour);
            string old = issuer.Rtc(Channel, user, Role.Publisher, hour, TokenVersion.V006);
            Measure("build 007", () => issuer.Rtc(Channel, user, Role.Publisher, hour));
            Measure("build 006", () => issuer.Rtc(Channel, user, Role.Publisher, hour, TokenVersion.V006));
            Measure("verify 007", () => issuer.Verify(token));
            Measure("check 007", () => issuer.CheckRtc(token, Channel, user));
            Measure("check 006", () => issuer.CheckRtc(old, Channel, user));
        }
    }

    private static void Measure(string name, Action call)
    {
        double least = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            for (int i = 0; i < Calls; i++)
            {
                call();
            }

            least = Math.Min(least, watch.Elapsed.TotalMilliseconds * 1e6 / Calls);
        }

        Console.WriteLine("C# " + name + "\t" + least.ToString("F0", CultureInfo.InvariantCulture));
    }
}
