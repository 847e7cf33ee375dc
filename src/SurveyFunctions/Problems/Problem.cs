namespace SurveyFunctions.Problems;

/// <summary>One kind of public problem (RFC 9457). All of them are in <see cref="ProblemCatalogue"/>.</summary>
public sealed record Problem
{
    /// <summary>A slug; never reused for another meaning, never removed.</summary>
    public required string Code { get; init; }

    /// <summary>The HTTP status it is answered with.</summary>
    public required int Status { get; init; }

    /// <summary>What happened, in English, the same for every occurrence.</summary>
    public required string Title { get; init; }

    /// <summary>What to do about it, in English.</summary>
    public required string Detail { get; init; }

    /// <summary>Seconds for a <c>Retry-After</c> header; null: none.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Seconds for a <c>Retry-After</c> header; null: none.</summary>
    /// <param name="asked">What the store asked for, in place of the problem's own; null: it did not say.</param>
    public int? SecondsToWait(TimeSpan? asked) =>
        asked is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : RetryAfterSeconds;

    /// <summary>
    /// Which of the pages' texts a person gets; by default of its own. Problems that only a program can cause share one.
    /// </summary>
    public string PageText { get => field ?? Code; init; }

    /// <summary>The identifier of its kind in JSON. It is a name, not an address: the app has no fixed public address.</summary>
    public string Type => $"urn:surveyfunctions:problem:{Code}";
}
