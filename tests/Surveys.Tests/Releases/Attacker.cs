using Surveys.Releases;
using Surveys.Tallies;

namespace Surveys.Tests.Releases;

/// <summary>
/// A reader who has everything that is told of everyone's favorable shares, exactly, and knows the tree: he solves for what is not. He shares no
/// code with what decides, nor with the check before a release: here the null space of all told sums is computed whole, as a dense matrix.
/// </summary>
internal sealed class Attacker
{
    private const long Prime = int.MaxValue;

    private readonly RandomCommunity _community;
    private readonly Disclosures _told;
    private readonly int _columns;
    private readonly List<long[]> _draws = [];

    public Attacker(RandomCommunity community, Disclosures told, int seed)
    {
        (_community, _told, _columns) = (community, told, told.Measures.Count);
        var random = new Random(seed);
        var rows = new List<long[]>();
        for (var scope = 0; scope < community.Cube.Scopes; scope++)
        {
            for (var measure = 0; measure < _columns; measure++)
            {
                if (told[scope, TallyLayout.Everyone, measure] > Disclosure.Hidden)
                    rows.Add(Sum(scope, measure));
            }
        }
        // What nobody answered is known to be nothing.
        foreach (var unit in community.Units)
        {
            for (var measure = 0; measure < _columns; measure++)
            {
                if (CountsOf(unit, measure).People == 0)
                    rows.Add(Sum(unit.Scope, measure));
            }
        }
        for (var draw = 0; draw < 3; draw++)
            _draws.Add(Solution(rows, community.Parents.Length * _columns, random));
    }

    /// <summary>Sets of one to three hidden cells of one measure whose sum is known, and is not one that may be told.</summary>
    public IEnumerable<string> Finds(CellRules rules)
    {
        for (var measure = 0; measure < _columns; measure++)
        {
            if (_told.Measures[measure].Kind is MeasureKind.Topic)
                continue;
            var hidden = _community.Units
                .Where(unit => _told[unit.Scope, TallyLayout.Everyone, measure] is Disclosure.Hidden && CountsOf(unit, measure).People > 0).ToList();
            foreach (var set in Sets(hidden))
            {
                if (!_draws.TrueForAll(draw => set.Sum(unit => draw[(unit.Scope * _columns) + measure]) % Prime == 0))
                    continue;
                var sum = set.Aggregate(default(MeasureCounts), (sum, unit) => sum.Plus(CountsOf(unit, measure)));
                if (set.Count == 1 || rules.Of(_told.Measures[measure], sum) is Disclosure.Hidden)
                    yield return $"{_told.Measures[measure].Id} of {string.Join('+', set.Select(unit => unit.Scope))}: {sum}";
            }
        }
    }

    private static IEnumerable<IReadOnlyList<ReleasedUnit>> Sets(List<ReleasedUnit> units)
    {
        for (var one = 0; one < units.Count; one++)
        {
            yield return [units[one]];
            for (var two = one + 1; two < units.Count; two++)
            {
                yield return [units[one], units[two]];
                for (var three = two + 1; three < units.Count; three++)
                    yield return [units[one], units[two], units[three]];
            }
        }
    }

    private MeasureCounts CountsOf(ReleasedUnit unit, int measure) =>
        _told.Measures[measure].CountsOf(RandomCommunity.Layout, _community.CountsOf(unit), TallyLayout.Everyone);

    /// <summary>A cell as the schools' items that are in it.</summary>
    private long[] Sum(int scope, int measure)
    {
        var row = new long[_community.Parents.Length * _columns];
        foreach (var unit in _community.Units.Where(unit => IsBelow(unit.Scope, scope)))
        {
            for (var item = 0; item < _columns; item++)
            {
                if (item == measure || _told.Measures[item].Whole == measure)
                    row[(unit.Scope * _columns) + (_told.Measures[item].Kind is MeasureKind.Topic ? 0 : item)] += _told.Measures[item].Kind is MeasureKind.Topic ? 0 : 1;
            }
        }
        return row;
    }

    private bool IsBelow(int scope, int above)
    {
        if (above >= _community.Parents.Length)
            return _community.Cube.Collections[above - _community.Parents.Length].Contains(scope);
        for (; scope >= 0; scope = _community.Parents[scope])
        {
            if (scope == above)
                return true;
        }
        return false;
    }

    private static long[] Solution(List<long[]> sums, int unknowns, Random random)
    {
        var rows = sums.Select(sum => (long[])sum.Clone()).ToList();
        var pivots = new List<(int Row, int Column)>();
        for (var column = 0; column < unknowns && pivots.Count < rows.Count; column++)
        {
            var row = rows.FindIndex(pivots.Count, candidate => candidate[column] != 0);
            if (row < 0)
                continue;
            (rows[pivots.Count], rows[row]) = (rows[row], rows[pivots.Count]);
            var pivot = rows[pivots.Count];
            var inverse = Power(pivot[column], Prime - 2);
            for (var i = column; i < unknowns; i++)
                pivot[i] = pivot[i] * inverse % Prime;
            for (var other = 0; other < rows.Count; other++)
            {
                if (other == pivots.Count || rows[other][column] == 0)
                    continue;
                var factor = Prime - rows[other][column];
                for (var i = column; i < unknowns; i++)
                    rows[other][i] = (rows[other][i] + (factor * pivot[i])) % Prime;
            }
            pivots.Add((pivots.Count, column));
        }
        var solution = new long[unknowns];
        var fixedColumns = pivots.Select(pivot => pivot.Column).ToHashSet();
        for (var column = 0; column < unknowns; column++)
            solution[column] = fixedColumns.Contains(column) ? 0 : random.NextInt64(Prime);
        foreach (var (row, column) in pivots)
        {
            long sum = 0;
            for (var i = 0; i < unknowns; i++)
            {
                if (i != column)
                    sum = (sum + (rows[row][i] * solution[i])) % Prime;
            }
            solution[column] = (Prime - sum) % Prime;
        }
        return solution;
    }

    private static long Power(long value, long exponent)
    {
        long result = 1;
        for (; exponent > 0; exponent >>= 1, value = value * value % Prime)
        {
            if ((exponent & 1) == 1)
                result = result * value % Prime;
        }
        return result;
    }
}
