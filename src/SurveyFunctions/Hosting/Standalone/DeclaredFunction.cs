using System.Reflection;
using System.Text.Json;

using SurveyFunctions.Generated;

namespace SurveyFunctions.Hosting.Standalone;

/// <summary>A function as its attributes declare it, from the metadata that the build writes for the Functions host.</summary>
/// <param name="Name">The host's name for it.</param>
/// <param name="Method">Of a class of this app, which the container knows.</param>
/// <param name="Trigger">The binding that starts it, as JSON: its <c>type</c> and what belongs to that.</param>
public sealed record DeclaredFunction(string Name, MethodInfo Method, JsonElement Trigger)
{
    public const string Http = "httpTrigger";
    public const string Queue = "queueTrigger";
    public const string Timer = "timerTrigger";

    /// <summary>All functions with a trigger of one type.</summary>
    public static IEnumerable<DeclaredFunction> WithTrigger(string type)
    {
        // Made at once: the task is completed.
        var metadata = new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync("").GetAwaiter().GetResult();
        foreach (var function in metadata)
        {
            foreach (var binding in function.RawBindings!)
            {
                using var json = JsonDocument.Parse(binding);
                if (json.RootElement.GetProperty("type").GetString() == type)
                    yield return new DeclaredFunction(function.Name!, MethodOf(function.EntryPoint!), json.RootElement.Clone());
            }
        }
    }

    /// <summary>Those that the operator has not switched off.</summary>
    public static IEnumerable<DeclaredFunction> Enabled(string type, AppOptions options) =>
        WithTrigger(type).Where(function => !options.DisabledFunctions.Contains(function.Name));

    /// <summary>The value of a property of the trigger.</summary>
    public string this[string property] => Trigger.GetProperty(property).GetString()!;

    /// <summary>The method on the app's object of its class.</summary>
    /// <exception cref="ArgumentException">It takes or returns something else.</exception>
    public T On<T>(IServiceProvider services)
        where T : Delegate => Method.CreateDelegate<T>(services.GetRequiredService(Method.DeclaringType!));

    /// <param name="entryPoint">As the metadata has it: a class and its method.</param>
    public static MethodInfo MethodOf(string entryPoint)
    {
        var dot = entryPoint.LastIndexOf('.');
        return typeof(DeclaredFunction).Assembly.GetType(entryPoint[..dot], throwOnError: true)!.GetMethod(entryPoint[(dot + 1)..])!;
    }
}
