using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Agora.Token;

/// <summary>The generated low level against the record of the ABI.</summary>
internal static class Layout
{
    private const BindingFlags All = BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    internal static void Run()
    {
        Json record = Json.File("../abi/agora_token.json");
        Type native = typeof(Issuer).Assembly.GetType("Agora.Token.Native");
        foreach (Json one in record["structs"].Items)
        {
            Runner.Test("a struct lies in memory as C has it: " + one["name"].Text, () => IsAsInC(native, one));
        }

        Runner.Test("no argument of the library is converted on its way", () => IsBlittable(native));
    }

    private static void IsAsInC(Type native, Json one)
    {
        Type type = native.GetNestedType(Pascal(one["name"].Text.Substring("agora_token_".Length)), All);
        bool is64 = IntPtr.Size == 8;
        Runner.Same((long)Marshal.SizeOf(type), one[is64 ? "size" : "size32"].Number, "size");
        Runner.Same(type.GetFields(All).Length, one["fields"].Items.Count(), "fields");
        foreach (Json field in one["fields"].Items)
        {
            long offset = (long)Marshal.OffsetOf(type, Pascal(field["name"].Text));
            Runner.Same(offset, field[is64 ? "offset" : "offset32"].Number, field["name"].Text);
        }
    }

    private static void IsBlittable(Type native)
    {
        HashSet<Type> plain = new HashSet<Type>
        {
            typeof(void), typeof(short), typeof(int), typeof(uint), typeof(ulong), typeof(IntPtr), typeof(UIntPtr),
            native.GetNestedType("Str", All),
        };
        List<MethodInfo> functions = native.GetMethods(All)
            .Where(method => (method.Attributes & MethodAttributes.PinvokeImpl) != 0).ToList();
        Runner.That(functions.Count > 70, "there are over 70 functions");
        foreach (Type type in functions.SelectMany(f => f.GetParameters().Select(p => p.ParameterType).Append(f.ReturnType)))
        {
            Runner.That(type.IsPointer || plain.Contains(type), type + " is the same in C");
        }
    }

    private static string Pascal(string name)
    {
        return string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
    }
}
