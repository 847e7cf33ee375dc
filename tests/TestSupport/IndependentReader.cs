using System.Text.Json;
using System.Text.Json.Serialization;

using Surveyctl.Local;

namespace TestSupport;

/// <summary>
/// Reads on Node.js what others will read of what this project wrote: tables with <c>@azure/data-tables</c>, results of a running app with its
/// own <c>fetch</c> and Papa Parse.
/// </summary>
public static partial class IndependentReader
{
    /// <summary>Every row of every partition whose key begins with <paramref name="partitionKeyPrefix"/>, in key order.</summary>
    public static async Task<IReadOnlyList<IndependentRow>> ReadAsync(
        string connectionString, string table, string partitionKeyPrefix, CancellationToken cancellationToken)
    {
        var folder = Repository.Path("tests", "node");
        await NodePackages.EnsureInstalledAsync(folder, cancellationToken);
        var lines = await NodeCommand.RunAsync(
            "node", folder, ["read-tables.mjs", connectionString, table, partitionKeyPrefix], cancellationToken);
        return
        [
            .. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize(line, RowJson.Default.IndependentRow)!),
        ];
    }

    /// <summary>The results of one scope: <c>csv</c>, an object of texts a line, and <c>json</c>.</summary>
    /// <param name="address">Of the JSON.</param>
    public static async Task<JsonElement> ReadResultsAsync(Uri address, CancellationToken cancellationToken)
    {
        var folder = Repository.Path("tests", "node");
        await NodePackages.EnsureInstalledAsync(folder, cancellationToken);
        return JsonDocument.Parse(await NodeCommand.RunAsync("node", folder, ["read-results.mjs", address.ToString()], cancellationToken)).RootElement;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(IndependentRow))]
    private sealed partial class RowJson : JsonSerializerContext;
}

/// <param name="Properties">By name; neither keys nor timestamp.</param>
public sealed record IndependentRow(
    string PartitionKey, string RowKey, string Etag, IReadOnlyDictionary<string, IndependentValue> Properties);

/// <param name="Type">String, Binary (Base64), Boolean, Int32, Int64, Double, DateTime or Guid.</param>
/// <param name="Value">As the service wrote it.</param>
public sealed record IndependentValue(string Type, string Value);
