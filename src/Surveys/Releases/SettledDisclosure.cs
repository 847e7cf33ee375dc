using System.Diagnostics.CodeAnalysis;

using Surveys.Definitions;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// Decides how much of every cell of a settled wave is told, for all scopes at once, as cells add up: schools to what is above them, items to
/// topics, the values of a group to everyone. First what each cell says of itself (<see cref="CellRules"/>), then what follows from others
/// (<see cref="LinkedTable"/>).
/// </summary>
public sealed class SettledDisclosure
{
    private readonly TallyLayout _layout;
    private readonly CellRules _rules;
    private readonly BlockRule _blocks;
    private readonly int[] _parents;
    private readonly IReadOnlyList<ReleasedUnit> _units;
    private readonly Func<ReleasedUnit, long[]> _read;
    private readonly Disclosures _told;
    private readonly IReadOnlyList<Measure> _measures;
    private readonly int _headline;

    private SettledDisclosure(
        TallyLayout layout, CellRules rules, int[] parents, IReadOnlyList<ReleasedUnit> units, Func<ReleasedUnit, long[]> read)
    {
        (_layout, _rules, _parents, _units, _read) = (layout, rules, parents, units, read);
        _blocks = new BlockRule(layout, rules);
        _measures = Measure.AllOf(layout.Survey);
        _headline = _measures.Index().FirstOrDefault(
            entry => entry.Item.Kind is MeasureKind.Scale && layout.Survey.Items[entry.Item.ItemIndex].IsHeadline, (-1, null!)).Item1;
        _told = new Disclosures(_measures, parents.Length, layout.SliceCount);
    }

    /// <param name="layout">Of the wave.</param>
    /// <param name="rules">Of the wave.</param>
    /// <param name="parents">Per scope the one above it, which comes first; -1: the top.</param>
    /// <param name="units">Of scopes without any below them, at most one each.</param>
    /// <param name="read">The counts of a unit; what was returned last may be overwritten.</param>
    public static Disclosures Decide(
        TallyLayout layout, CellRules rules, int[] parents, IReadOnlyList<ReleasedUnit> units, Func<ReleasedUnit, long[]> read)
    {
        var decision = new SettledDisclosure(layout, rules, parents, units, read);
        foreach (var group in layout.Groups)
            decision.DecideResponses(group);
        decision.DecideEveryone();
        foreach (var group in layout.Groups)
            decision.DecideGroup(group);
        return decision._told;
    }

    /// <summary>How many responded per value of a group: everyone's number is told of every scope.</summary>
    private void DecideResponses(GroupSlices group)
    {
        var people = new Measure(MeasureKind.SingleChoice, "", -1, -1, -1, 0, 0, 0);
        var table = TableOfGroup(group, people);
        foreach (var unit in _units)
        {
            var counts = _read(unit);
            for (var value = 0; value < group.Count; value++)
                table.Counts[table.CellOf(unit.Scope, value)] = MeasureCounts.OfPeople(counts[_layout.ResponsesCell(group.First + value)]);
        }
        AddUp(table);
        HidePrimary(table, Disclosure.Share);
        for (var scope = 0; scope < _parents.Length; scope++)
            HideWithEveryone(table, scope, isTold: true);
        table.Protect();
        for (var scope = 0; scope < _parents.Length; scope++)
        {
            for (var value = 0; value < group.Count; value++)
                _told.IsResponsesTold(scope, group.First + value) = !table.IsHidden[table.CellOf(scope, value)];
        }
    }

    private void DecideEveryone()
    {
        var wholes = _measures.Select(measure => measure.Whole).ToArray();
        var share = new LinkedTable(_parents, _measures, wholes, _rules);
        var classes = new LinkedTable(_parents, _measures, wholes, _rules) { IsOfClasses = true };
        var distributions = new long[_measures.Count][][];
        for (var measure = 0; measure < _measures.Count; measure++)
            distributions[measure] = new long[_parents.Length][];
        foreach (var unit in _units)
            Read(unit, share, classes, distributions);
        AddUp(share);
        AddUp(classes);
        HidePrimary(share, Disclosure.Share);
        HidePrimary(classes, Disclosure.Classes);
        var tables = distributions.Select((_, measure) => TableOf(distributions[measure], measure)).ToArray();
        do
        {
            share.Protect();
            HideAlso(share, classes);
            classes.Protect();
            for (var measure = 0; measure < _measures.Count; measure++)
            {
                for (var scope = 0; scope < _parents.Length; scope++)
                    tables[measure].IsHidden[scope] |= classes.IsHidden[classes.CellOf(scope, measure)];
                tables[measure].Protect();
            }
        }
        while (HideFollowUps(share, tables));

        for (var scope = 0; scope < _parents.Length; scope++)
        {
            _told.IsResponsesTold(scope, TallyLayout.Everyone) = true;
            for (var measure = 0; measure < _measures.Count; measure++)
            {
                var cell = share.CellOf(scope, measure);
                _told[scope, TallyLayout.Everyone, measure] =
                    share.IsHidden[cell] ? Disclosure.Hidden
                    : classes.IsHidden[cell] ? Disclosure.Share
                    : tables[measure].IsHidden[scope] ? Disclosure.Classes
                    : Disclosure.Distribution;
            }
        }
    }

    private void Read(ReleasedUnit unit, LinkedTable share, LinkedTable classes, long[][][] distributions)
    {
        var counts = _read(unit);
        var toldWhileOpen = unit.WasTold ? BlockRule.ToldWhileOpen(_layout, _measures).ToHashSet() : [];
        for (var measure = 0; measure < _measures.Count; measure++)
        {
            var cell = share.CellOf(unit.Scope, measure);
            share.Counts[cell] = classes.Counts[cell] = _measures[measure].CountsOf(_layout, counts, TallyLayout.Everyone);
            share.IsKnown[cell] = toldWhileOpen.Contains(_measures[measure]);
            distributions[measure][unit.Scope] = _measures[measure].OptionsOf(_layout, counts, TallyLayout.Everyone);
        }
        if (_headline < 0 || unit.ToldHeadline is not { } told)
            return;
        var headline = share.CellOf(unit.Scope, _headline);
        classes.IsKnown[headline] = told == share.Counts[headline];
        if (classes.IsKnown[headline] || _blocks.CanRetell(_measures[_headline], told, share.Counts[headline]))
            return;
        // What is not known yet is how it changed.
        classes.Counts[headline] = share.Counts[headline].Minus(told);
        classes.IsHidden[headline] = true;
    }

    private DistributionTable TableOf(long[][] distributions, int measure)
    {
        var options = distributions.Max(one => one?.Length ?? 0);
        for (var scope = _parents.Length - 1; scope >= 0; scope--)
        {
            distributions[scope] ??= new long[options];
            if (_parents[scope] is not (>= 0 and var parent))
                continue;
            AddTo(ref distributions[parent], distributions[scope]);
        }
        var table = new DistributionTable(_parents, distributions, _rules);
        for (var scope = 0; scope < _parents.Length; scope++)
            table.IsHidden[scope] = options == 0 || !_rules.IsTold(distributions[scope]);
        return table;
    }

    /// <summary>
    /// How many were asked a question tells how many gave the answer that leads to it, and of how many of those who answered a multiple choice
    /// an option is a share tells nothing only if it is told.
    /// </summary>
    /// <returns>Whether it hid any cell.</returns>
    private bool HideFollowUps(LinkedTable share, DistributionTable[] distributions)
    {
        var hasHidden = false;
        for (var measure = 0; measure < _measures.Count; measure++)
        {
            var told = _measures[measure];
            if (told.ItemIndex < 0)
                continue;
            var condition = _layout.Survey.Items[told.ItemIndex].ShowIf;
            for (var scope = 0; scope < _parents.Length; scope++)
            {
                var cell = share.CellOf(scope, measure);
                if (share.IsHidden[cell] || share.IsKnown[cell] || !share.CanHide(cell))
                    continue;
                var isFree = (told.Option < 0 || !share.IsHidden[cell - told.Option - 1])
                    && (condition is null || IsTold(condition, scope, share, distributions));
                share.IsHidden[cell] |= !isFree;
                hasHidden |= !isFree;
            }
        }
        return hasHidden;
    }

    private bool IsTold(Condition condition, int scope, LinkedTable share, DistributionTable[] distributions)
    {
        var (index, item) = _layout.Survey.Items.Index().First(entry => entry.Item.Id == condition.ItemId);
        if (item.IsGroup)
        {
            var group = _layout.Groups.First(group => group.ItemIndex == index);
            return condition.AnyOf.All(option => _told.IsResponsesTold(scope, group.First + item.Options.Index().First(entry => entry.Item.Id == option).Index));
        }
        var first = _measures.Index().First(entry => entry.Item.ItemIndex == index).Index;
        return item.Kind is ItemKind.MultipleChoice
            ? condition.AnyOf.All(option => !share.IsHidden[share.CellOf(scope, first + 1 + item.Options.Index().First(entry => entry.Item.Id == option).Index)])
            : !distributions[first].IsHidden[scope];
    }

    /// <summary>A value's topic is told only where all its items are, from which it then follows.</summary>
    private void DecideGroup(GroupSlices group)
    {
        for (var measure = 0; measure < _measures.Count; measure++)
        {
            if (_measures[measure].Kind is MeasureKind.Scale or MeasureKind.Number)
                DecideGroup(group, measure);
        }
        for (var measure = 0; measure < _measures.Count; measure++)
        {
            if (_measures[measure].Kind is not MeasureKind.Topic)
                continue;
            var items = Enumerable.Range(0, _measures.Count).Where(item => _measures[item].Whole == measure).ToList();
            for (var scope = 0; scope < _parents.Length; scope++)
            {
                for (var slice = group.First; slice <= group.NotStated; slice++)
                    _told[scope, slice, measure] = items.Min(item => _told[scope, slice, item]);
            }
        }
    }

    private void DecideGroup(GroupSlices group, int measure)
    {
        var share = TableOfGroup(group, _measures[measure]);
        var classes = TableOfGroup(group, _measures[measure], isOfClasses: true);
        var condition = _layout.Survey.Items[_measures[measure].ItemIndex].ShowIf;
        var asked = condition is null ? null : _measures.First(other => _layout.Survey.Items[other.ItemIndex].Id == condition.ItemId);
        var answers = new long[share.Counts.Length][];
        foreach (var unit in _units)
        {
            var counts = _read(unit);
            var everyone = share.CellOf(unit.Scope, group.Count);
            share.Counts[everyone] = classes.Counts[everyone] = _measures[measure].CountsOf(_layout, counts, TallyLayout.Everyone);
            for (var value = 0; value < group.Count; value++)
            {
                var cell = share.CellOf(unit.Scope, value);
                share.Counts[cell] = classes.Counts[cell] = _measures[measure].CountsOf(_layout, counts, group.First + value);
                if (asked is not null)
                    answers[cell] = asked.OptionsOf(_layout, counts, group.First + value);
            }
        }
        if (asked is not null)
            HideUnlessTold(share, answers);
        AddUp(share);
        AddUp(classes);
        HidePrimary(share, Disclosure.Share);
        HidePrimary(classes, Disclosure.Classes);
        for (var scope = 0; scope < _parents.Length; scope++)
        {
            var everyone = _told[scope, TallyLayout.Everyone, measure];
            HideWithEveryone(share, scope, everyone >= Disclosure.Share);
            HideWithEveryone(classes, scope, everyone >= Disclosure.Classes);
        }
        share.Protect();
        HideAlso(share, classes);
        classes.Protect();
        for (var scope = 0; scope < _parents.Length; scope++)
        {
            for (var value = 0; value < group.Count; value++)
            {
                var cell = share.CellOf(scope, value);
                _told[scope, group.First + value, measure] =
                    share.IsHidden[cell] ? Disclosure.Hidden : classes.IsHidden[cell] ? Disclosure.Share : Disclosure.Classes;
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

    /// <summary>How many of a group were asked tells how many of it gave the answer that leads there.</summary>
    private void HideUnlessTold(LinkedTable share, long[][] answers)
    {
        for (var scope = _parents.Length - 1; scope >= 0; scope--)
        {
            for (var value = 0; value < share.Columns - 1; value++)
            {
                var cell = share.CellOf(scope, value);
                share.IsHidden[cell] = answers[cell] is null || !_rules.IsTold(answers[cell]);
                if (_parents[scope] >= 0 && answers[cell] is { } counts)
                    AddTo(ref answers[share.CellOf(_parents[scope], value)], counts);
            }
        }
    }

    private static void AddTo([NotNull] ref long[]? sum, long[] counts)
    {
        sum ??= new long[counts.Length];
        for (var option = 0; option < counts.Length; option++)
            sum[option] += counts[option];
    }

    /// <summary>A column per value, which add up to everyone's.</summary>
    private LinkedTable TableOfGroup(GroupSlices group, Measure measure, bool isOfClasses = false)
    {
        var columns = Enumerable.Repeat(measure with { Whole = group.Count }, group.Count).Append(measure with { Whole = -1 }).ToList();
        return new LinkedTable(_parents, columns, [.. columns.Select(column => column.Whole)], _rules)
        {
            ArePartsPeople = true,
            IsOfClasses = isOfClasses,
        };
    }

    private static void AddUp(LinkedTable table)
    {
        for (var scope = table.Parents.Length - 1; scope > 0; scope--)
        {
            for (var column = 0; column < table.Columns; column++)
            {
                if (table.Parents[scope] >= 0)
                    table.Counts[table.CellOf(table.Parents[scope], column)] = table.Counts[table.CellOf(table.Parents[scope], column)].Plus(table.Counts[table.CellOf(scope, column)]);
            }
        }
    }

    private void HidePrimary(LinkedTable table, Disclosure least)
    {
        for (var cell = 0; cell < table.Counts.Length; cell++)
            table.IsHidden[cell] |= _rules.Of(table.Measures[cell % table.Columns], table.Counts[cell]) < least;
    }

    private static void HideAlso(LinkedTable share, LinkedTable classes)
    {
        for (var cell = 0; cell < share.IsHidden.Length; cell++)
            classes.IsHidden[cell] |= share.IsHidden[cell];
    }
}
