using Surveys.Definitions;
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
public sealed class DisclosureCheck
{
    private readonly ReleasedCube _cube;
    private readonly Disclosures _told;
    private readonly CellRules _rules;
    private readonly IReadOnlyList<Measure> _measures;

    /// <summary>Per scope, collections last, the units it is the sum of.</summary>
    private readonly List<int>[] _units;

    private readonly Condition[][] _conditions;

    public DisclosureCheck(ReleasedCube cube, Disclosures told, CellRules rules)
    {
        (_cube, _told, _rules, _measures) = (cube, told, rules, told.Measures);
        _units = UnitsOf(cube);
        _conditions = [.. _measures.Select((_, measure) => FollowUps.ConditionsOf(cube.Layout, _measures, measure))];
    }

    /// <returns>Hidden cells that follow from those told, or that stand in a sum that does and must not be told; empty: none does.</returns>
    public IReadOnlyList<FollowingCell> FindFollowing()
    {
        var found = FindFollowUps();
        var counts = Read([TallyLayout.Everyone]);
        foreach (var level in (Disclosure[])[Disclosure.Share, Disclosure.Classes, Disclosure.Distribution])
            FindOfEveryone(level, counts, found);
        foreach (var group in _cube.Layout.Groups)
        {
            counts = Read([.. Enumerable.Range(group.First, group.Count)]);
            for (var measure = 0; measure < _measures.Count; measure++)
            {
                if (_measures[measure].Kind is not (MeasureKind.Scale or MeasureKind.Number) || _conditions[measure].Length > 0)
                    continue;
                FindInGroup(group, measure, Disclosure.Share, counts, found);
                FindInGroup(group, measure, Disclosure.Classes, counts, found);
            }
        }
        return found;
    }

    /// <summary>Those that tell how many gave an answer of which that is not told; what a block told readers have.</summary>
    private List<FollowingCell> FindFollowUps()
    {
        var units = _cube.Units.ToDictionary(unit => unit.Scope);
        return
        [
            .. from measure in Enumerable.Range(0, _measures.Count)
               where _conditions[measure].Length > 0
               from scope in Enumerable.Range(0, _cube.Scopes)
               where _units[scope].Exists(unit => !units[unit].WasTold || _measures[measure].Topic is null)
               from slice in Enumerable.Range(0, _cube.Layout.SliceCount)
               where _told[scope, slice, measure] > Disclosure.Hidden && (slice != TallyLayout.Everyone || !FollowUps.AreTold(_cube.Layout, _told, _conditions[measure], scope))
               select new FollowingCell(scope, slice, measure, Disclosure.Share),
        ];
    }

    /// <summary>Per unit's scope, measure and slice.</summary>
    private MeasureCounts[,,] Read(int[] slices)
    {
        var counts = new MeasureCounts[_cube.Parents.Length, _measures.Count, slices.Length];
        foreach (var unit in _cube.Units)
        {
            var all = _cube.Read(unit);
            for (var measure = 0; measure < _measures.Count; measure++)
            {
                for (var slice = 0; slice < slices.Length; slice++)
                    counts[unit.Scope, measure, slice] = _measures[measure].CountsOf(_cube.Layout, all, slices[slice]);
            }
        }
        return counts;
    }

    private void FindOfEveryone(Disclosure level, MeasureCounts[,,] counts, List<FollowingCell> found)
    {
        var cells = new List<(int Scope, int Measure, bool IsTold, List<int> Atoms)>();
        for (var scope = 0; scope < _cube.Scopes; scope++)
        {
            for (var measure = 0; measure < _measures.Count; measure++)
            {
                if (level is not Disclosure.Distribution || _measures[measure].HasOptions)
                    cells.Add((scope, measure, _told[scope, TallyLayout.Everyone, measure] >= level, [.. AtomsOf(scope, measure).Where(IsUnknown)]));
            }
        }
        var solution = Solve(_cube.Parents.Length * _measures.Count, cells.Where(cell => cell.IsTold).Select(cell => cell.Atoms));
        found.AddRange(cells
            .Where(cell => !cell.IsTold && cell.Atoms.Count > 0 && RowSpace.IsNothing(solution, cell.Atoms) && !IsOfSomeItems(cell.Measure))
            .Select(cell => new FollowingCell(cell.Scope, TallyLayout.Everyone, cell.Measure, level)));
        if (level is Disclosure.Distribution)
            return;
        foreach (var items in _measures.Index().Where(entry => entry.Item.Kind is not MeasureKind.Topic).GroupBy(entry => entry.Item.Whole < 0 ? entry.Index : entry.Item.Whole, entry => entry.Index))
        {
            var columns = items.Select(item => (TallyLayout.Everyone, item)).ToList();
            FindSums(columns, (scope, _, item) => cells[(scope * _measures.Count) + item].Atoms, solution, level, atom => (atom % _measures.Count, counts[atom / _measures.Count, atom % _measures.Count, 0]), found);
        }

        bool IsUnknown(int atom)
        {
            var (unit, measure) = (atom / _measures.Count, atom % _measures.Count);
            return _told[unit, TallyLayout.Everyone, measure] < level && HasMore(measure) && (counts[unit, measure, 0].People != 0
                || (_conditions[measure].Length > 0 && !FollowUps.IsNobodyKnown(_cube.Layout, _told, measure, unit, other => counts[unit, other, 0].People == 0)));
        }

        // Beyond the share there is something only where an answer can be neutral.
        bool HasMore(int measure) => level is not Disclosure.Classes || _measures[measure].Neutral > 0;
        // What is neutral of such a topic is told where it is of these items.
        bool IsOfSomeItems(int measure) => _measures[measure].Kind is MeasureKind.Topic && !ItemsOf(measure).All(HasMore);
    }

    /// <summary>
    /// Where everyone's cell is told its values are taken for known in which there is nobody: more than a reader has.
    /// </summary>
    private void FindInGroup(GroupSlices group, int measure, Disclosure level, MeasureCounts[,,] counts, List<FollowingCell> found)
    {
        var cells = new List<(int Scope, int Value, bool IsTold, List<int> Atoms)>();
        var told = new List<List<int>>();
        for (var scope = 0; scope < _cube.Scopes; scope++)
        {
            for (var value = 0; value < group.Count; value++)
            {
                List<int> atoms = [.. _units[scope].Select(unit => (unit * group.Count) + value).Where(IsUnknown)];
                cells.Add((scope, value, _told[scope, group.First + value, measure] >= level, atoms));
            }
            if (IsToldOfEveryone(scope))
                told.Add([.. _units[scope].SelectMany(unit => Enumerable.Range(unit * group.Count, group.Count)).Where(IsUnknown)]);
        }
        var solution = Solve(_cube.Parents.Length * group.Count, cells.Where(cell => cell.IsTold).Select(cell => cell.Atoms).Concat(told));
        found.AddRange(cells
            .Where(cell => !cell.IsTold && cell.Atoms.Exists(IsAnswered) && RowSpace.IsNothing(solution, cell.Atoms))
            .Select(cell => new FollowingCell(cell.Scope, group.First + cell.Value, measure, level)));
        var columns = Enumerable.Range(group.First, group.Count).Select(slice => (slice, measure)).ToList();
        FindSums(columns, (scope, slice, _) => cells[(scope * group.Count) + slice - group.First].Atoms, solution, level, atom => (measure, counts[atom / group.Count, measure, atom % group.Count]), found);

        bool IsAnswered(int atom) => counts[atom / group.Count, measure, atom % group.Count].People != 0;
        bool IsToldOfEveryone(int scope) => _told[scope, TallyLayout.Everyone, measure] >= level;
        bool IsUnknown(int atom) =>
            _told[atom / group.Count, group.First + (atom % group.Count), measure] < level && (IsAnswered(atom) || !IsToldOfEveryone(atom / group.Count));
    }

    /// <param name="columns">Slices of a measure, or measures of everyone, which add up to a whole.</param>
    private void FindSums(
        List<(int Slice, int Measure)> columns, Func<int, int, int, List<int>> atomsOf, ulong[] solution, Disclosure level, Func<int, (int Measure, MeasureCounts Counts)> read,
        List<FollowingCell> found)
    {
        var cells = Enumerable.Range(0, _cube.Scopes).Select(scope => columns.Select(column => atomsOf(scope, column.Slice, column.Measure)).ToArray()).ToArray();
        foreach (var (scope, unknowns) in new FollowingSums(cells, _cube.Collections.Count, solution).Find())
        {
            if (IsToldTopic(scope) && unknowns.SetEquals(cells[scope].SelectMany(cell => cell)))
                continue;
            var of = unknowns.Select(read).Where(cell => cell.Counts.People != 0).ToList();
            var counts = of.Aggregate(default(MeasureCounts), (sum, cell) => sum.Plus(cell.Counts));
            if (of.Count > 0 && _rules.OfSum([.. of.Select(cell => _measures[cell.Measure]).Distinct()], counts) < level)
                found.AddRange(columns.Select(column => new FollowingCell(scope, column.Slice, column.Measure, level)));
        }

        // All that is hidden is what the topic tells, which a block may have told, of so many who answered any of its items.
        bool IsToldTopic(int scope) => columns.TrueForAll(column =>
            column.Slice == TallyLayout.Everyone && _measures[column.Measure].Whole is >= 0 and var topic
            && _told[scope, TallyLayout.Everyone, topic] >= level && _told[scope, TallyLayout.Everyone, column.Measure] < level);
    }

    private static ulong[] Solve(int unknowns, IEnumerable<List<int>> told)
    {
        var space = new RowSpace(unknowns);
        foreach (var sum in told.Where(sum => sum.Count > 0).OrderBy(sum => sum.Count))
            space.Add(sum);
        return space.Draw(new Random(1));
    }

    private IEnumerable<int> AtomsOf(int scope, int measure) =>
        from unit in _units[scope]
        from item in _measures[measure].Kind is MeasureKind.Topic ? ItemsOf(measure) : [measure]
        select (unit * _measures.Count) + item;

    private IEnumerable<int> ItemsOf(int topic) => Enumerable.Range(0, _measures.Count).Where(item => _measures[item].Whole == topic);

    private static List<int>[] UnitsOf(ReleasedCube cube)
    {
        List<int>[] units = [.. cube.Parents.Select(_ => new List<int>()), .. cube.Collections.Select(collection => collection.ToList())];
        foreach (var unit in cube.Units)
        {
            for (var scope = unit.Scope; scope >= 0; scope = cube.Parents[scope])
                units[scope].Add(unit.Scope);
        }
        return units;
    }
}

/// <summary>A cell that is hidden, and can be computed all the same.</summary>
/// <param name="Scope">Its place among the scopes.</param>
/// <param name="Slice">Of the layout.</param>
/// <param name="Measure">Its place among the measures.</param>
/// <param name="Level">What of it.</param>
public readonly record struct FollowingCell(int Scope, int Slice, int Measure, Disclosure Level);
