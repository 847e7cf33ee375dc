using System.Diagnostics.CodeAnalysis;

using Surveys.Definitions;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>
/// Decides how much of every cell of a settled wave is told, for all scopes at once, as cells add up: schools to what is above them, items to
/// topics, the values of a group to everyone. First what each cell says of itself (<see cref="CellRules"/>), then what follows from others
/// (<see cref="LinkedTable"/>), and of collections what follows from that (<see cref="CollectionCells"/>).
/// </summary>
public sealed class SettledDisclosure
{
    private readonly ReleasedCube _cube;
    private readonly TallyLayout _layout;
    private readonly CellRules _rules;
    private readonly BlockRule _blocks;
    private readonly int[] _parents;
    private readonly Disclosures _told;
    private readonly IReadOnlyList<Measure> _measures;
    private readonly Condition[][] _conditions;
    private readonly int _headline;

    /// <summary>Per scope of the tree.</summary>
    private readonly long[] _responses;

    private SettledDisclosure(ReleasedCube cube, CellRules rules)
    {
        (_cube, _layout, _rules, _parents) = (cube, cube.Layout, rules, cube.Parents);
        _blocks = new BlockRule(_layout, rules);
        _measures = Measure.AllOf(_layout);
        _conditions = [.. _measures.Select((_, measure) => FollowUps.ConditionsOf(_layout, _measures, measure))];
        _headline = _measures.Index().FirstOrDefault(
            entry => entry.Item.Kind is MeasureKind.Scale && _layout.Survey.Items[entry.Item.ItemIndex].IsHeadline, (-1, null!)).Item1;
        _responses = new long[_parents.Length];
        _told = new Disclosures(_measures, cube.Scopes, _layout.SliceCount);
    }

    public static Disclosures Decide(ReleasedCube cube, CellRules rules)
    {
        var decision = new SettledDisclosure(cube, rules);
        var groups = cube.Layout.Groups.Select(group => new GroupDisclosure(cube, rules, group, decision._told)).ToList();
        foreach (var group in groups)
            group.DecideResponses();
        decision.DecideEveryone();
        foreach (var group in groups)
            group.DecideMeasures();
        return decision._told;
    }

    private void DecideEveryone()
    {
        var wholes = _measures.Select(measure => measure.Whole).ToArray();
        var share = new LinkedTable(_parents, _measures, wholes, _rules);
        // Where not all items of a topic have a class, that of the topic would tell the class of those that do, whatever else is hidden.
        var isMixed = _measures.Select((measure, index) => measure.Kind is MeasureKind.Topic && !IsOfOneKind(index)).ToArray();
        var classes = new LinkedTable(_parents, _measures, [.. wholes.Select(whole => whole >= 0 && isMixed[whole] ? -1 : whole)], _rules) { IsOfClasses = true };
        var distributions = new long[_measures.Count][][];
        for (var measure = 0; measure < _measures.Count; measure++)
            distributions[measure] = new long[_parents.Length][];
        foreach (var unit in _cube.Units)
            Read(unit, share, classes, distributions);
        share.AddUp();
        classes.AddUp();
        share.HidePrimary();
        classes.HidePrimary();
        for (var cell = 0; cell < classes.IsHidden.Length; cell++)
            classes.IsHidden[cell] |= isMixed[cell % classes.Columns];
        var tables = distributions.Select((_, measure) => TableOf(distributions[measure], measure)).ToArray();
        do
        {
            share.Protect();
            classes.HideAlso(share);
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
                    // Of two classes the share tells both.
                    : classes.IsHidden[cell] && _measures[measure].Neutral > 0 ? Disclosure.Share
                    : tables[measure].IsHidden[scope] ? Disclosure.Classes
                    : Disclosure.Distribution;
            }
        }
        DecideBands(share);
        DecideCollections(share, classes, tables);
        foreach (var topic in Enumerable.Range(0, _measures.Count).Where(measure => isMixed[measure]))
            TellWithItems(topic);
    }

    /// <summary>The classes of a topic follow where those of all its items are told.</summary>
    private void TellWithItems(int topic)
    {
        var items = Enumerable.Range(0, _measures.Count).Where(item => _measures[item].Whole == topic).ToList();
        for (var scope = 0; scope < _cube.Scopes; scope++)
        {
            ref var told = ref _told[scope, TallyLayout.Everyone, topic];
            if (told is not Disclosure.Hidden && items.TrueForAll(item => _told[scope, TallyLayout.Everyone, item] >= Disclosure.Classes))
                told = Disclosure.Classes;
        }
    }

    private bool IsOfOneKind(int topic) =>
        _measures.Where(measure => measure.Whole == topic).Select(item => (item.Favorable, item.Neutral, item.Unfavorable)).Distinct().Count() == 1;

    private void DecideCollections(LinkedTable share, LinkedTable classes, DistributionTable[] distributions)
    {
        var shares = CollectionCells.Of(share, _cube.Collections);
        var others = CollectionCells.Of(classes, _cube.Collections);
        var whole = distributions.Select(table => CollectionCells.Of(table.People, _cube.Collections)).ToArray();
        for (var collection = 0; collection < _cube.Collections.Count; collection++)
        {
            var scope = _parents.Length + collection;
            _told.IsResponsesTold(scope, TallyLayout.Everyone) = true;
            for (var measure = 0; measure < _measures.Count; measure++)
            {
                var option = _measures[measure].Option;
                var isFree = (option < 0 || _told[scope, TallyLayout.Everyone, measure - option - 1] > Disclosure.Hidden) && FollowUps.AreTold(_layout, _told, _conditions[measure], scope);
                _told[scope, TallyLayout.Everyone, measure] =
                    !shares.IsTold(collection, measure) || !isFree ? Disclosure.Hidden
                    : !others.IsTold(collection, measure) && _measures[measure].Neutral > 0 ? Disclosure.Share
                    : whole[measure].IsTold(collection, 0) ? Disclosure.Distribution
                    : Disclosure.Classes;
            }
        }
    }

    /// <summary>No band where it would leave a hidden figure a single value: of a topic and its items, or of one figure.</summary>
    private void DecideBands(LinkedTable share)
    {
        var known = new HiddenBounds(share, _responses).FindKnown().Select(cell => WholeOf(cell % share.Columns)).ToHashSet();
        for (var measure = 0; measure < _measures.Count; measure++)
            _told.HasBands[measure] = !known.Contains(WholeOf(measure));

        int WholeOf(int measure) => _measures[measure].Whole is >= 0 and var whole ? whole : measure;
    }

    private void Read(ReleasedUnit unit, LinkedTable share, LinkedTable classes, long[][][] distributions)
    {
        var counts = _cube.Read(unit);
        for (var scope = unit.Scope; scope >= 0; scope = _parents[scope])
            _responses[scope] += counts[_layout.ResponsesCell(TallyLayout.Everyone)];
        var toldWhileOpen = unit.WasTold ? BlockRule.ToldWhileOpen(_layout, _measures).ToHashSet() : [];
        for (var measure = 0; measure < _measures.Count; measure++)
        {
            var cell = share.CellOf(unit.Scope, measure);
            share.Counts[cell] = classes.Counts[cell] = _measures[measure].CountsOf(_layout, counts, TallyLayout.Everyone);
            share.IsKnown[cell] = toldWhileOpen.Contains(_measures[measure]);
            distributions[measure][unit.Scope] = _measures[measure].OptionsOf(_layout, counts, TallyLayout.Everyone);
        }
        if (_headline < 0 || unit.ToldHeadlines is not [.., var told])
            return;
        var headline = share.CellOf(unit.Scope, _headline);
        classes.IsKnown[headline] = told == share.Counts[headline];
        if (classes.IsKnown[headline] || _blocks.CanRetell(_measures[_headline], unit.ToldHeadlines, share.Counts[headline]))
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
            if (_parents[scope] is >= 0 and var parent)
                AddTo(ref distributions[parent], distributions[scope]);
        }
        var table = new DistributionTable(_parents, distributions, _rules);
        for (var scope = 0; scope < _parents.Length; scope++)
            table.IsHidden[scope] = options == 0 || !_rules.IsTold(distributions[scope]);
        return table;
    }

    /// <returns>Whether it hid any cell.</returns>
    private bool HideFollowUps(LinkedTable share, DistributionTable[] distributions)
    {
        var hasHidden = false;
        for (var measure = 0; measure < _measures.Count; measure++)
        {
            var option = _measures[measure].Option;
            for (var scope = 0; scope < _parents.Length; scope++)
            {
                var cell = share.CellOf(scope, measure);
                if (share.IsHidden[cell] || share.IsKnown[cell] || !share.CanHide(cell))
                    continue;
                // Of how many an option is a share tells nothing only if that is told.
                var isFree = (option < 0 || !share.IsHidden[cell - option - 1]) && FollowUps.AreTold(
                    _layout, _measures, _conditions[measure],
                    slice => _told.IsResponsesTold(scope, slice),
                    other => !share.IsHidden[share.CellOf(scope, other)],
                    question => !distributions[question].IsHidden[scope]);
                share.IsHidden[cell] |= !isFree;
                hasHidden |= !isFree;
            }
        }
        return hasHidden;
    }

    internal static void AddTo([NotNull] ref long[]? sum, long[] counts)
    {
        sum ??= new long[counts.Length];
        for (var option = 0; option < counts.Length; option++)
            sum[option] += counts[option];
    }
}
