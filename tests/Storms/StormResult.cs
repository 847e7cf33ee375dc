namespace Storms;

/// <summary>What one storm came to.</summary>
internal sealed record StormResult
{
    public required StormPlan Plan { get; init; }

    /// <summary>Responses whose client was told that they are stored, those withdrawn later among them.</summary>
    public int Acknowledged { get; init; }

    /// <summary>Whose client was told so.</summary>
    public int Withdrawn { get; init; }

    /// <summary>Of the acknowledged ones those that replaced another.</summary>
    public int Replacing { get; init; }

    /// <summary>Submissions refused for other answers under their id.</summary>
    public int Conflicting { get; init; }

    /// <summary>Refused because the wave had closed.</summary>
    public int TooLate { get; init; }

    /// <summary>How often which kind happened.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>From the last acknowledgement until nothing was pending, in the quiet phase after the faults; null: the wave had closed.</summary>
    public TimeSpan? TimeToTally { get; init; }

    /// <summary>None: everything held.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Where data and logs were kept; null: they were not.</summary>
    public string? Kept { get; init; }

    private string FaultsText => Faults.Count == 0 ? "none" : string.Join(' ', Faults.Select(one => $"{one.Key}={one.Value}"));

    public override string ToString() =>
        $"seed {Plan.Seed}  {Plan.Store.ToString().ToLowerInvariant()}{(Plan.IsGentle ? " gentle" : "")}{(Plan.IsHosted ? " hosted" : "")}  {Plan.Copies} "
        + $"{(Plan.Copies == 1 ? "copy" : "copies")}  {Plan.Responses} responses: {Acknowledged} acknowledged {Replacing} replacing {Withdrawn} withdrawn "
        + $"{Conflicting} conflicting{(TooLate > 0 ? $" {TooLate} too late" : "")}  faults: {FaultsText}  {Took.TotalSeconds:F1} s"
        + $"{(TimeToTally is { } time ? $" (tallied after {time.TotalSeconds:F1} s)" : "")}  "
        + (Violations.Count == 0 ? "ok" : $"VIOLATION {Violations.Count}: {string.Join(" | ", Violations.Take(5))}")
        + (Kept is null ? "" : $"  kept in {Kept}");
}
