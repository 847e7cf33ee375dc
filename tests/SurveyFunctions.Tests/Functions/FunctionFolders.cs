using System.Text.Json;

using TestSupport;

namespace SurveyFunctions.Tests.Functions;

/// <summary>The <c>function.json</c> files, as they lie in the source.</summary>
internal static class FunctionFolders
{
    /// <summary>By the function's name, which is the folder's.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Bindings { get; } = Directory
        .EnumerateDirectories(Repository.Path("src", "SurveyFunctions", "Functions"))
        .ToDictionary(folder => Path.GetFileName(folder), folder =>
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "function.json")));
            return json.RootElement.GetProperty("bindings").Clone();
        });

    public static IEnumerable<(string Name, JsonElement Trigger)> Triggers(string type) => Bindings.SelectMany(folder =>
        folder.Value.EnumerateArray().Where(binding => Text(binding, "type") == type).Select(binding => (folder.Key, binding)));

    public static string RouteOf(JsonElement trigger) => Text(trigger, "route");

    public static string MethodsOf(JsonElement trigger) =>
        string.Join(' ', trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant()).Order());

    public static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
