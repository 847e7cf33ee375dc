using Surveys.Ids;
using Surveys.Tallies;

namespace SurveyEngine.Verification;

/// <summary>What the rows of one partition add up to.</summary>
internal sealed class Recount(TallyLayout layout)
{
    private readonly Dictionary<SchoolId, long[]> _counts = [];
    private readonly Dictionary<SchoolId, long> _withdrawn = [];
    private readonly long[] _none = new long[layout.CellCount];

    public int Responses { get; private set; }

    public int Withdrawn { get; private set; }

    public IEnumerable<SchoolId> Schools => _counts.Keys.Union(_withdrawn.Keys);

    public void Add(SheetEntry entry)
    {
        if (!_counts.TryGetValue(entry.School, out var counts))
            _counts[entry.School] = counts = new long[layout.CellCount];
        layout.Add(entry, counts);
        Responses++;
    }

    /// <param name="school">Null: there never was a response, so no tally knows of it.</param>
    public void AddTombstone(SchoolId? school)
    {
        Withdrawn++;
        if (school is { } counted)
            _withdrawn[counted] = _withdrawn.GetValueOrDefault(counted) + 1;
    }

    public ReadOnlySpan<long> CountsOf(SchoolId school) => _counts.GetValueOrDefault(school) ?? _none;

    public long WithdrawnOf(SchoolId school) => _withdrawn.GetValueOrDefault(school);
}
