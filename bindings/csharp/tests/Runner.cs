using System;
using System.Collections.Generic;
using System.IO;

/// <summary>The tests, by their names, and how many of them passed.</summary>
internal static class Runner
{
    private static int passed;
    private static int failed;

    /// <summary>The folder of what all languages share.</summary>
    internal static string Shared { get; private set; }

    internal static void Test(string name, Action test)
    {
        try
        {
            test();
            passed++;
        }
        catch (Exception error)
        {
            failed++;
            Console.WriteLine("FAILED: " + name + "\n" + error);
        }
    }

    internal static void Same<T>(T actual, T expected, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new MismatchException(what + ": " + Shown(actual) + ", not " + Shown(expected));
        }
    }

    internal static void That(bool isSo, string what)
    {
        if (!isSo)
        {
            throw new MismatchException("it is not so that " + what);
        }
    }

    /// <summary>The exception of exactly this type that an action throws.</summary>
    internal static T Throws<T>(string what, Action action) where T : Exception
    {
        return (T)Throws(typeof(T), what, action);
    }

    internal static Exception Throws(Type type, string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error.GetType() == type)
        {
            return error;
        }
        catch (Exception error)
        {
            throw new MismatchException(what + ": " + error.GetType().Name + ", not " + type.Name);
        }

        throw new MismatchException(what + ": no exception, not " + type.Name);
    }

    private static string Shown(object value)
    {
        string text = value == null ? "null" : value.ToString();
        return text.Length > 300 ? text.Substring(0, 300) : text;
    }

    private static int Main(string[] arguments)
    {
        Shared = Path.GetFullPath(arguments[0]);
        Layout.Run();
        Vectors.Run();
        Explanations.Run();
        Api.Run();
        ContractTests.Run();
        Threads.Run();
        Console.WriteLine("{0} passed, {1} failed", passed, failed);
        return failed == 0 ? 0 : 1;
    }
}

internal sealed class MismatchException : Exception
{
    internal MismatchException(string message) : base(message)
    {
    }
}
