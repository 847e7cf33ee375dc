namespace Surveys.Releases;

/// <summary>
/// The rate of one item, topic or survey as anyone may see it. All null: hidden, and nothing tells why.
/// Percentages are whole, of valid answers, rounded half away from zero; the bounds are the 95% Wilson interval of the
/// favorable rate, rounded outward.
/// </summary>
public sealed record ShownRate
{
    public static readonly ShownRate Hidden = new();

    /// <summary>Valid answers.</summary>
    public int? N { get; init; }

    public int? Favorable { get; init; }

    public int? Neutral { get; init; }

    public int? Unfavorable { get; init; }

    public int? Low { get; init; }

    public int? High { get; init; }

    public bool IsShown => N is not null;
}
