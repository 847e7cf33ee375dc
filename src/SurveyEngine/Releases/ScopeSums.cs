using Surveys.Releases;
using Surveys.Tallies;

namespace SurveyEngine.Releases;

/// <summary>
/// A scope whose schools are still coming in: its sums so far and the toplines of its children, never their vectors. Only the
/// nodes on the path to the current school, and the collections, are open at a time.
/// </summary>
internal sealed class ScopeSums(ScopeLink link, IReadOnlyList<ScopeLink> parents, TallyLayout layout)
{
    public ScopeLink Link { get; } = link;

    /// <summary>One count per cell, added less withdrawn.</summary>
    public long[] Counts { get; } = new long[layout.CellCount];

    /// <summary>Null as soon as that of one contributing school is unknown.</summary>
    public long? Population { get; private set; } = 0;

    public List<UnreleasedChild> Children { get; } = [];

    /// <summary>The schools below it, itself included, so far.</summary>
    public int Schools { get; private set; }

    public void AddSchool(SchoolTally? tally, int? population)
    {
        tally?.AddNetTo(Counts);
        Population += population;
        Schools++;
    }

    /// <summary>Takes in a child whose subtree is complete.</summary>
    public void AddChild(ScopeSums child, UnreleasedChild topline)
    {
        for (var cell = 0; cell < Counts.Length; cell++)
            Counts[cell] += child.Counts[cell];
        Population += child.Population;
        Schools += child.Schools;
        Children.Add(topline);
    }

    public UnreleasedScope ToUnreleased(ReleaseWriter release, int minimumCell) => new()
    {
        Scope = Link,
        Parents = parents,
        ReleaseId = release.Id,
        AsOf = release.AsOf,
        Layout = layout,
        Counts = Counts,
        Population = Population,
        MinimumCell = minimumCell,
        Children = Children,
    };
}
