using System.Text.Json;
using System.Text.Json.Serialization;

namespace SurveyFunctions.Problems;

/// <summary>A problem as programs get it: <c>application/problem+json</c> (RFC 9457) with <c>code</c> and <c>errors</c> added.</summary>
/// <param name="Errors">Everything wrong with a submission, all at once; null for other problems.</param>
public sealed record ProblemDocument(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<SubmissionError>? Errors)
{
    public const string MediaType = "application/problem+json";

    /// <param name="problem">Its kind.</param>
    /// <param name="errors">Null or empty: none are listed.</param>
    public static ProblemDocument Of(Problem problem, IReadOnlyList<SubmissionError>? errors = null) =>
        new(problem.Type, problem.Title, problem.Status, problem.Detail, problem.Code, errors is { Count: > 0 } ? errors : null);

    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, ProblemJson.Default.ProblemDocument);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemDocument))]
public sealed partial class ProblemJson : JsonSerializerContext;
