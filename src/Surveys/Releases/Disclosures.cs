namespace Surveys.Releases;

/// <summary>How much of every cell of a release is told.</summary>
/// <param name="measures">Of the survey.</param>
/// <param name="scopes">How many.</param>
/// <param name="slices">Everyone, and the values of groups.</param>
public sealed class Disclosures(IReadOnlyList<Measure> measures, int scopes, int slices)
{
    private readonly Disclosure[] _cells = new Disclosure[(long)scopes * slices * measures.Count];
    private readonly bool[] _responses = new bool[scopes * slices];

    public IReadOnlyList<Measure> Measures { get; } = measures;

    /// <summary>Per measure whether bands stand for shares that are hidden for being extreme.</summary>
    public bool[] HasBands { get; } = [.. measures.Select(_ => true)];

    public ref Disclosure this[int scope, int slice, int measure] => ref _cells[(((long)scope * slices) + slice) * Measures.Count + measure];

    /// <summary>Tells nowhere what was found to follow of one scope, nor what it is a part of, nor any group of it.</summary>
    public void Withhold(FollowingCell found)
    {
        var most = (Disclosure)(found.Level - 1);
        for (var scope = 0; scope < scopes; scope++)
        {
            for (var slice = found.Slice; slice < (found.Slice == 0 ? slices : found.Slice + 1); slice++)
            {
                Lower(ref this[scope, slice, found.Measure], most);
                if (Measures[found.Measure].Whole is >= 0 and var whole)
                    Lower(ref this[scope, slice, whole], most);
            }
        }
    }

    private static void Lower(ref Disclosure told, Disclosure most) => told = told > most ? most : told;

    /// <summary>Whether it is told how many of a slice responded.</summary>
    public ref bool IsResponsesTold(int scope, int slice) => ref _responses[(scope * slices) + slice];
}
