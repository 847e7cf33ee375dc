using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>Decides how much is told of the values of one group, "not stated" among them, which add up to everyone.</summary>
internal sealed class GroupDisclosure
{
    private readonly ReleasedCube _cube;
    private readonly CellRules _rules;
    private readonly GroupSlices _group;
    private readonly Disclosures _told;
    private readonly int[] _measures;

    /// <param name="cube">Of the wave.</param>
    /// <param name="rules">Of the wave.</param>
    /// <param name="group">Which.</param>
    /// <param name="told">What is decided.</param>
    public GroupDisclosure(ReleasedCube cube, CellRules rules, GroupSlices group, Disclosures told)
    {
        (_cube, _rules, _group, _told) = (cube, rules, group, told);
        _measures = [.. Enumerable.Range(0, told.Measures.Count).Where(measure =>
            told.Measures[measure].Kind is MeasureKind.Scale or MeasureKind.Number && FollowUps.ConditionsOf(cube.Layout, told.Measures, measure).Length == 0)];
    }

    /// <summary>How many responded per value: everyone's number is told of every scope.</summary>
    public void DecideResponses()
    {
        var table = TableOf(new Measure(MeasureKind.SingleChoice, "", -1, -1, -1, 0, 0, 0));
        foreach (var unit in _cube.Units)
        {
            var counts = _cube.Read(unit);
            for (var value = 0; value < _group.Count; value++)
                table.Counts[table.CellOf(unit.Scope, value)] = MeasureCounts.OfPeople(counts[_cube.Layout.ResponsesCell(_group.First + value)]);
        }
        table.AddUp();
        table.HidePrimary();
        for (var scope = 0; scope < _cube.Parents.Length; scope++)
            HideWithEveryone(table, scope, isTold: true);
        table.Protect();
        var collections = CollectionCells.Of(table, _cube.Collections);
        for (var value = 0; value < _group.Count; value++)
        {
            for (var scope = 0; scope < _cube.Parents.Length; scope++)
                _told.IsResponsesTold(scope, _group.First + value) = !table.IsHidden[table.CellOf(scope, value)];
            for (var collection = 0; collection < _cube.Collections.Count; collection++)
                _told.IsResponsesTold(_cube.Parents.Length + collection, _group.First + value) = collections.IsTold(collection, value);
        }
    }

    /// <summary>After everyone's. A value's topic is told only where all its items are, from which it then follows.</summary>
    public void DecideMeasures()
    {
        var counts = _measures.Select(_ => new MeasureCounts[_cube.Parents.Length * (_group.Count + 1)]).ToList();
        foreach (var unit in _cube.Units)
            Read(unit, counts);
        for (var place = 0; place < _measures.Length; place++)
            Decide(_measures[place], counts[place]);
        for (var measure = 0; measure < _told.Measures.Count; measure++)
        {
            if (_told.Measures[measure].Kind is not MeasureKind.Topic)
                continue;
            var items = Enumerable.Range(0, _told.Measures.Count).Where(item => _told.Measures[item].Whole == measure).ToList();
            for (var scope = 0; scope < _cube.Scopes; scope++)
            {
                for (var slice = _group.First; slice <= _group.NotStated; slice++)
                    _told[scope, slice, measure] = items.Min(item => _told[scope, slice, item]);
            }
        }
    }

    private void Read(ReleasedUnit unit, List<MeasureCounts[]> counts)
    {
        var all = _cube.Read(unit);
        for (var place = 0; place < _measures.Length; place++)
        {
            var first = unit.Scope * (_group.Count + 1);
            var measure = _told.Measures[_measures[place]];
            counts[place][first + _group.Count] = measure.CountsOf(_cube.Layout, all, TallyLayout.Everyone);
            for (var value = 0; value < _group.Count; value++)
                counts[place][first + value] = measure.CountsOf(_cube.Layout, all, _group.First + value);
        }
    }

    private void Decide(int measure, MeasureCounts[] counts)
    {
        var share = TableOf(_told.Measures[measure]);
        var classes = TableOf(_told.Measures[measure], isOfClasses: true);
        counts.CopyTo(share.Counts, 0);
        counts.CopyTo(classes.Counts, 0);
        share.AddUp();
        classes.AddUp();
        share.HidePrimary();
        classes.HidePrimary();
        for (var scope = 0; scope < _cube.Parents.Length; scope++)
        {
            var everyone = _told[scope, TallyLayout.Everyone, measure];
            HideWithEveryone(share, scope, everyone >= Disclosure.Share);
            HideWithEveryone(classes, scope, everyone >= Disclosure.Classes);
        }
        share.Protect();
        classes.HideAlso(share);
        classes.Protect();
        var shares = CollectionCells.Of(share, _cube.Collections);
        var others = CollectionCells.Of(classes, _cube.Collections);
        for (var value = 0; value < _group.Count; value++)
        {
            for (var scope = 0; scope < _cube.Parents.Length; scope++)
            {
                var cell = share.CellOf(scope, value);
                _told[scope, _group.First + value, measure] =
                    share.IsHidden[cell] ? Disclosure.Hidden : classes.IsHidden[cell] ? Disclosure.Share : Disclosure.Classes;
            }
            for (var collection = 0; collection < _cube.Collections.Count; collection++)
            {
                _told[_cube.Parents.Length + collection, _group.First + value, measure] =
                    !shares.IsTold(collection, value) ? Disclosure.Hidden : !others.IsTold(collection, value) ? Disclosure.Share : Disclosure.Classes;
            }
        }
    }

    /// <summary>What is not told of everyone is told of no group. Where all are in one group, that is told with everyone.</summary>
    private static void HideWithEveryone(LinkedTable table, int scope, bool isTold)
    {
        var everyone = table.CellOf(scope, table.Columns - 1);
        table.IsKnown[everyone] = isTold;
        var first = everyone - table.Columns + 1;
        var isOne = isTold && Enumerable.Range(first, table.Columns - 1).Count(table.CanHide) == 1;
        for (var cell = first; cell <= everyone; cell++)
        {
            var isEveryone = isOne && table.CanHide(cell);
            table.IsHidden[cell] = !isTold || (table.IsHidden[cell] && !isEveryone);
            table.IsKnown[cell] |= isEveryone;
        }
    }

    /// <summary>A column per value, which add up to everyone's.</summary>
    private LinkedTable TableOf(Measure measure, bool isOfClasses = false)
    {
        var columns = Enumerable.Repeat(measure with { Whole = _group.Count }, _group.Count).Append(measure with { Whole = -1 }).ToList();
        return new LinkedTable(_cube.Parents, columns, [.. columns.Select(column => column.Whole)], _rules)
        {
            ArePartsPeople = true,
            IsOfClasses = isOfClasses,
        };
    }
}
