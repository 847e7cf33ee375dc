using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// Holds what is to be told of a settled wave against what is not, before anybody sees it: by exact elimination over all cells, whatever way
/// they were chosen. It shares no code with <see cref="SettledDisclosure"/>, so that a mistake there is found here.
/// </summary>
/// <remarks>
/// Unknowns are the hidden counts of single schools (and pools) for single items and group values; every told cell is a sum of some. It looks
/// at the favorable share, at the other classes, and at distributions, each for itself.
/// </remarks>
public sealed class DisclosureCheck(TallyLayout layout, int[] parents, IReadOnlyList<ReleasedUnit> units, Func<ReleasedUnit, long[]> read, Disclosures told)
{
    private readonly IReadOnlyList<Measure> _measures = told.Measures;
    private readonly List<int>[] _unitsBelow = UnitsBelow(parents, units);

    /// <returns>Hidden cells that follow from those told; empty: none does.</returns>
    public IReadOnlyList<FollowingCell> FindFollowing()
    {
        var found = new List<FollowingCell>();
        foreach (var level in (Disclosure[])[Disclosure.Share, Disclosure.Classes, Disclosure.Distribution])
        {
            Find(level, found);
            if (level is Disclosure.Distribution)
                continue;
            foreach (var group in layout.Groups)
            {
                for (var measure = 0; measure < _measures.Count; measure++)
                    FindInGroup(group, measure, level, found);
            }
        }
        return found;
    }

    private void Find(Disclosure level, List<FollowingCell> found)
    {
        var cells = new List<(int Scope, int Measure, bool IsTold, List<int> Atoms)>();
        var space = new RowSpace();
        var isUnknown = Unknowns(level);
        for (var scope = 0; scope < parents.Length; scope++)
        {
            for (var measure = 0; measure < _measures.Count; measure++)
            {
                if (level is Disclosure.Distribution && !_measures[measure].HasOptions)
                    continue;
                var atoms = AtomsOf(scope, measure).Where(atom => isUnknown[atom]).ToList();
                cells.Add((scope, measure, told[scope, TallyLayout.Everyone, measure] >= level, atoms));
            }
        }
        foreach (var cell in cells.Where(cell => cell.IsTold).OrderBy(cell => cell.Atoms.Count))
            space.Add(cell.Atoms);
        space.Draw(parents.Length * _measures.Count, new Random(1));
        found.AddRange(cells
            .Where(cell => !cell.IsTold && cell.Atoms.Count > 0 && space.IsFixed(cell.Atoms))
            .Select(cell => new FollowingCell(cell.Scope, TallyLayout.Everyone, cell.Measure, level)));
    }

    /// <summary>
    /// Where everyone's cell is told its values are taken for known in which there is nobody: more than a reader has.
    /// </summary>
    private void FindInGroup(GroupSlices group, int measure, Disclosure level, List<FollowingCell> found)
    {
        if (_measures[measure].Kind is not (MeasureKind.Scale or MeasureKind.Number))
            return;
        bool IsToldOfEveryone(ReleasedUnit unit) => told[unit.Scope, TallyLayout.Everyone, measure] >= level;
        var space = new RowSpace();
        var isUnknown = new bool[parents.Length * group.Count];
        var people = new long[isUnknown.Length];
        foreach (var unit in units)
        {
            var counts = read(unit);
            for (var value = 0; value < group.Count; value++)
            {
                var atom = (unit.Scope * group.Count) + value;
                people[atom] = _measures[measure].CountsOf(layout, counts, group.First + value).People;
                isUnknown[atom] = told[unit.Scope, group.First + value, measure] < level && (people[atom] != 0 || !IsToldOfEveryone(unit));
            }
        }
        var cells = new List<(int Scope, int Value, bool IsTold, List<int> Atoms)>();
        for (var scope = 0; scope < parents.Length; scope++)
        {
            for (var value = 0; value < group.Count; value++)
            {
                var atoms = _unitsBelow[scope].Select(unit => (unit * group.Count) + value).Where(atom => isUnknown[atom]).ToList();
                cells.Add((scope, value, told[scope, group.First + value, measure] >= level, atoms));
            }
        }
        var rows = cells.Where(cell => cell.IsTold).Select(cell => cell.Atoms)
            .Concat(units.Where(IsToldOfEveryone).Select(unit => Enumerable.Range(unit.Scope * group.Count, group.Count).Where(atom => isUnknown[atom]).ToList()));
        foreach (var row in rows.OrderBy(row => row.Count))
            space.Add(row);
        space.Draw(isUnknown.Length, new Random(1));
        found.AddRange(cells
            .Where(cell => !cell.IsTold && cell.Atoms.Exists(atom => people[atom] != 0) && space.IsFixed(cell.Atoms))
            .Select(cell => new FollowingCell(cell.Scope, group.First + cell.Value, measure, level)));
    }

    private bool[] Unknowns(Disclosure level)
    {
        var isUnknown = new bool[parents.Length * _measures.Count];
        foreach (var unit in units)
        {
            var counts = read(unit);
            for (var measure = 0; measure < _measures.Count; measure++)
            {
                isUnknown[(unit.Scope * _measures.Count) + measure] = told[unit.Scope, TallyLayout.Everyone, measure] < level
                    && _measures[measure].CountsOf(layout, counts, TallyLayout.Everyone).People != 0;
            }
        }
        return isUnknown;
    }

    private IEnumerable<int> AtomsOf(int scope, int measure) =>
        from unit in _unitsBelow[scope]
        from item in _measures[measure].Kind is MeasureKind.Topic ? ItemsOf(measure) : [measure]
        select (unit * _measures.Count) + item;

    private IEnumerable<int> ItemsOf(int topic) => Enumerable.Range(0, _measures.Count).Where(item => _measures[item].Whole == topic);

    private static List<int>[] UnitsBelow(int[] parents, IReadOnlyList<ReleasedUnit> units)
    {
        var below = new List<int>[parents.Length];
        for (var scope = 0; scope < parents.Length; scope++)
            below[scope] = [];
        foreach (var unit in units)
        {
            for (var scope = unit.Scope; scope >= 0; scope = parents[scope])
                below[scope].Add(unit.Scope);
        }
        return below;
    }
}

/// <summary>A cell that is hidden, and can be computed all the same.</summary>
/// <param name="Scope">Its place among the scopes.</param>
/// <param name="Slice">Of the layout.</param>
/// <param name="Measure">Its place among the measures.</param>
/// <param name="Level">What of it.</param>
public readonly record struct FollowingCell(int Scope, int Slice, int Measure, Disclosure Level);
