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
public sealed record BatchEntry
{
    /// <summary>The place of the response in the batch, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Null: it could not be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Id { get; init; }

    /// <summary>What the response alone would have been answered with.</summary>
    public required int Status { get; init; }

    /// <summary>Null: the response is not stored.</summary>
    public string? Receipt { get; init; }

    /// <summary>Null: the response is stored.</summary>
    public ProblemDocument? Problem { get; init; }

    public static BatchEntry Of(int index, SubmissionReading? reading, SubmissionAnswer answer) => new()
    {
        Index = index,
        Id = reading?.Id?.ToString(),
        Status = answer.Status,
        Receipt = answer.Receipt,
        Problem = answer.Problem is { } problem ? ProblemDocument.Of(problem, answer.Errors) : null,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BatchAnswer))]
public sealed partial class BatchJson : JsonSerializerContext;
