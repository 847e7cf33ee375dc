using System.Text.Json;
using System.Text.Json.Serialization;

namespace SurveyFunctions.Problems;

/// <summary>A problem as programs get it: <c>application/problem+json</c> (RFC 9457) with <c>code</c> and <c>errors</c> added.</summary>
public sealed record ProblemDocument
{
    public const string MediaType = "application/problem+json";

    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    public required string Code { get; init; }

    /// <summary>Everything wrong with a submission, all at once; null for other problems.</summary>
    public IReadOnlyList<SubmissionError>? Errors { get; init; }

    /// <param name="problem">Its kind.</param>
    /// <param name="errors">Null or empty: none are listed.</param>
    public static ProblemDocument Of(Problem problem, IReadOnlyList<SubmissionError>? errors = null) => new()
    {
        Type = problem.Type,
        Title = problem.Title,
        Status = problem.Status,
        Detail = problem.Detail,
        Code = problem.Code,
        Errors = errors is { Count: > 0 } ? errors : null,
    };

    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, ProblemJson.Default.ProblemDocument);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemDocument))]
public sealed partial class ProblemJson : JsonSerializerContext;
