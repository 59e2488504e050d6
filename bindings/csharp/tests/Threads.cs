using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Agora.Token;

/// <summary>Eight threads and one issuer.</summary>
internal static class Threads
{
    private const int Count = 8;
    private const int Each = 125000;

    internal static void Run()
    {
        Runner.Test("eight threads share an issuer for a million tokens, of which no two have the same salt", Share);
        Runner.Test("an issuer that is disposed under eight threads gives a token or says that it is", Dispose);
        Runner.Test("objects that nobody disposes are freed by the garbage collector", Forget);
    }

    private static void Share()
    {
        using (Issuer issuer = new Issuer(Api.AppId, Api.Certificate))
        {
            string[][] tokens = new string[Count][];
            Together(thread =>
            {
                string[] made = new string[Each];
                for (int i = 0; i < Each; i++)
                {
                    made[i] = issuer.Rtc("room", User.Uid((uint)thread + 1), Role.Publisher, TimeSpan.FromHours(1));
                }

                tokens[thread] = made;
            });
            Runner.Same(new HashSet<string>(tokens.SelectMany(made => made)).Count, Count * Each, "different tokens");
            HashSet<uint> salts = new HashSet<uint>();
            for (int thread = 0; thread < Count; thread++)
            {
                // Each thread got its own, whole, wherever another was.
                for (int i = 0; i < Each; i += 1000)
                {
                    issuer.CheckRtc(tokens[thread][i], "room", User.Uid((uint)thread + 1), RtcPrivilege.PublishAudio);
                    salts.Add(TokenInfo.Parse(tokens[thread][i]).Salt);
                }
            }

            Runner.Same(salts.Count, Count * Each / 1000, "different salts");
        }
    }

    private static void Dispose()
    {
        for (int round = 0; round < 50; round++)
        {
            Issuer issuer = new Issuer(Api.AppId, Api.Certificate);
            Together(thread =>
            {
                try
                {
                    for (int i = 0; thread > 0 || i < 20; i++)
                    {
                        TokenInfo.Parse(issuer.Rtm("ann", TimeSpan.FromHours(1)));
                    }

                    issuer.Dispose();
                }
                catch (ObjectDisposedException)
                {
                    Runner.That(thread > 0, "the thread that disposes it had it until then");
                }
            });
        }
    }

    private static void Forget()
    {
        for (int i = 0; i < 20000; i++)
        {
            new Issuer(Api.AppId, Api.Certificate).Builder().AddFpa();
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static void Together(Action<int> action)
    {
        List<Exception> failures = new List<Exception>();
        Thread[] threads = Enumerable.Range(0, Count).Select(number => new Thread(() =>
        {
            try
            {
                action(number);
            }
            catch (Exception failure)
            {
                lock (failures)
                {
                    failures.Add(failure);
                }
            }
        })).ToArray();
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }
}
