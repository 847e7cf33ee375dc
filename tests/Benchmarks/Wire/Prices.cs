using System.Text.Json;
using System.Text.Json.Serialization;

namespace Benchmarks.Wire;

/// <summary>Azure's published prices as data: <c>prices.json</c>, with region, date and source.</summary>
internal sealed record Prices(string Currency, string Region, string ReadOn, double TableTransactionsPer10000, double QueueOperationsPer10000)
{
    public static Prices Read()
    {
        using var json = typeof(Prices).Assembly.GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize(json, PricesJson.Default.Prices)!;
    }

    /// <summary>Of a million responses.</summary>
    public double OfMillion(double tableTransactionsEach, double queueOperationsEach) =>
        100 * ((tableTransactionsEach * TableTransactionsPer10000) + (queueOperationsEach * QueueOperationsPer10000));
}

[JsonSerializable(typeof(Prices))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PricesJson : JsonSerializerContext;
