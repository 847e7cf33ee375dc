using System.Text.Json;

using TestSupport.Waves;

namespace SurveyFunctions.Tests.Intake;

/// <summary>Bodies, addresses and answers of batches.</summary>
internal static class BatchJson
{
    public static string Address(TestWave wave) => $"/api/waves/{wave.Id}/responses/batch";

    public static string Of(IEnumerable<string> responses) => $$"""{"responses":[{{string.Join(',', responses)}}]}""";

    public static Task<Answered> PostAsync(HttpClient client, TestWave wave, IEnumerable<string> responses) =>
        Answered.ToPostAsync(client, Address(wave), Of(responses));

    public static IReadOnlyList<JsonElement> Results(this Answered answered) =>
        [.. answered.Json.GetProperty("results").EnumerateArray()];

    public static IEnumerable<int> Statuses(this Answered answered) => answered.Results().Select(result => result.GetProperty("status").GetInt32());

    public static IEnumerable<string?> Receipts(this Answered answered) =>
        answered.Results().Select(result => result.TryGetProperty("receipt", out var receipt) ? receipt.GetString() : null);
}
