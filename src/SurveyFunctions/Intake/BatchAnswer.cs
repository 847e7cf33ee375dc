using System.Text.Json;
using System.Text.Json.Serialization;

using SurveyFunctions.Problems;

namespace SurveyFunctions.Intake;

/// <summary>What a program is told about a batch: <c>{"results":[…]}</c>, one per response and in the order they were sent.</summary>
public sealed record BatchAnswer(IReadOnlyList<BatchEntry> Results)
{
    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, BatchJson.Default.BatchAnswer);
}

/// <summary>As if the response had been sent alone.</summary>
/// <param name="Index">The place of the response in the batch, from 0.</param>
/// <param name="Id">Null: it could not be read.</param>
/// <param name="Status">What the response alone would have been answered with.</param>
/// <param name="Receipt">Null: the response is not stored.</param>
/// <param name="Problem">Null: the response is stored.</param>
public sealed record BatchEntry(
    int Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Id,
    int Status,
    string? Receipt,
    ProblemDocument? Problem);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BatchAnswer))]
public sealed partial class BatchJson : JsonSerializerContext;
