using SurveyEngine.Waves;

using Surveys.Ids;
using Surveys.Organisations;
using Surveys.Releases;
using Surveys.Tallies;

namespace SurveyEngine.Releases;

/// <summary>
/// Adds the frozen counts up the tree and writes what is shown of every scope: children before parents, so that only the sums of scopes whose
/// children are still coming are kept, and those of collections.
/// </summary>
/// <param name="told">Once the wave has settled how much of every cell is; null: it has not.</param>
internal sealed class WriteScopes(
    Wave wave, ReleaseScopes scopes, IReadOnlyList<Collection> collections, FreezeBlocks frozen, CellRules rules, Disclosures? told, ReleaseWriter release)
{
    private readonly IReadOnlyList<Measure> _measures = Measure.AllOf(wave.Layout);
    private readonly HashSet<Measure> _toldWhileOpen = [.. BlockRule.ToldWhileOpen(wave.Layout, Measure.AllOf(wave.Layout))];
    private readonly ShownFigures _figures = new(wave.Layout, rules, Measure.AllOf(wave.Layout), told?.HasBands);
    private readonly ShownFigures _figuresOfCollections = new(wave.Layout, rules, Measure.AllOf(wave.Layout), hasBands: null);
    private readonly ILookup<int, FrozenUnit> _units = frozen.Units.ToLookup(unit => unit.Scope);
    private readonly Dictionary<int, FrozenUnit> _unitOf = (from unit in frozen.Units
                                                            where scopes.LinkOf(unit.Scope).Part is not ScopePart.Late
                                                            from node in unit.Nodes
                                                            select (node, unit)).ToDictionary();
    private readonly Dictionary<int, Sum> _sums = [];
    private readonly long[] _counts = new long[wave.Layout.CellCount];
    private readonly Dictionary<ScopeId, Sum> _collections = collections.ToDictionary(collection => collection.Id, _ => new Sum(wave.Layout.CellCount, wave.Survey.Languages.Count));

    /// <summary>Per scope what its parent lists of it, until the parent is written.</summary>
    private readonly Dictionary<int, ShownChild> _children = [];

    private int Responses => wave.Layout.ResponsesCell(TallyLayout.Everyone);

    public async Task RunAsync()
    {
        for (var node = scopes.Nodes.Count - 1; node >= 0; node--)
        {
            var sum = _sums.Remove(node, out var below) ? below : NewSum();
            sum.AddAccepted(frozen.Accepted[node]);
            if (scopes.Nodes[node].Bucket is not null && !_unitOf.ContainsKey(node))
                sum.SetAside(scopes.Nodes[node].Name);
            foreach (var unit in _units[node])
                AddUnit(sum, node, unit);
            foreach (var part in scopes.Parts[node])
                await AddPartAsync(sum, part);
            AddToCollections(node);
            if (node == 0)
                await WriteCollectionsAsync();
            await WriteAsync(node, sum, ChildrenOf(node));
            if (scopes.ParentOf(node) is >= 0 and var parent)
                SumOf(parent).Add(sum);
        }
    }

    private Sum NewSum() => new(wave.Layout.CellCount, wave.Survey.Languages.Count);

    private Sum SumOf(int scope)
    {
        if (!_sums.TryGetValue(scope, out var sum))
            _sums.Add(scope, sum = NewSum());
        return sum;
    }

    /// <param name="node">Whose sum it is.</param>
    private void AddUnit(Sum sum, int node, FrozenUnit unit)
    {
        unit.Block.Decode(_counts);
        sum.Add(unit, _counts);
        if (node != unit.Scope)
            Weigh(sum, unit);
        for (var above = scopes.ParentOf(node); above >= 0; above = scopes.ParentOf(above))
            Weigh(SumOf(above), unit);
        foreach (var id in scopes.CollectionsOf(unit.Nodes).Where(_collections.ContainsKey))
        {
            _collections[id].Add(unit, _counts);
            Weigh(_collections[id], unit);
        }
    }

    /// <summary>While the wave is open nobody is told how many responses are in the blocks of a school, by which its weight is.</summary>
    private void Weigh(Sum sum, FrozenUnit unit)
    {
        if (!wave.Definition.IsWeighted || told is null || scopes.LinkOf(unit.Scope).Part is ScopePart.Late)
            return;
        sum.Weighted ??= new WeightedFigures(wave.Layout, _measures);
        sum.Weighted.Add(scopes.PopulationOf(unit.Scope), _counts, [.. _measures.Select((_, measure) => told[unit.Scope, TallyLayout.Everyone, measure])]);
    }

    private async Task AddPartAsync(Sum sum, int part)
    {
        var unit = _units[part].Single();
        AddUnit(sum, scopes.ParentOf(part), unit);
        var own = NewSum();
        foreach (var node in unit.Nodes)
            own.AddAccepted(frozen.Accepted[node]);
        own.Add(unit, _counts);
        await WriteAsync(part, own, []);
    }

    private void AddToCollections(int node)
    {
        if (scopes.Nodes[node].Bucket is null)
            return;
        foreach (var id in scopes.Nodes[node].Collections.Where(_collections.ContainsKey))
        {
            _collections[id].AddSchool(node, frozen.Accepted[node], scopes.Nodes[node].Population);
            if (!_unitOf.TryGetValue(node, out var unit) || !scopes.CollectionsOf(unit.Nodes).Contains(id))
                _collections[id].SetAside(scopes.Nodes[node].Name);
        }
    }

    private List<int> ChildrenOf(int node)
    {
        var children = new List<int>();
        for (var child = node + 1; child < scopes.Nodes.Count && scopes.Nodes[child].Path.Count > scopes.Nodes[node].Path.Count; child++)
        {
            if (scopes.ParentOf(child) == node)
                children.Add(child);
        }
        children.AddRange(scopes.Parts[node]);
        return children;
    }

    private async Task WriteCollectionsAsync()
    {
        foreach (var (index, collection) in collections.Index())
        {
            var sum = _collections[collection.Id];
            if (sum.Schools.Count == 0)
                continue;
            var link = new ScopeLink(collection.Id, collection.Name, collection.Kind);
            sum.Schools.Sort();
            await WriteAsync(scopes.Count + index, link, [], sum, sum.Population, [.. sum.Schools.Select(school => _children[school])]);
        }
    }

    private ValueTask WriteAsync(int scope, Sum sum, List<int> children)
    {
        var parents = new List<ScopeLink>();
        for (var above = scopes.ParentOf(scope); above >= 0; above = scopes.ParentOf(above))
            parents.Insert(0, scopes.LinkOf(above));
        var listed = children.Select(child => _children[child]);
        if (scope == 0)
            listed = listed.Concat(_children.Where(child => child.Key >= scopes.Count).OrderBy(child => child.Key).Select(child => child.Value));
        return WriteAsync(scope, scopes.LinkOf(scope), parents, sum, scopes.PopulationOf(scope), [.. listed]);
    }

    /// <param name="scope">Collections come after what is in the tree.</param>
    private async ValueTask WriteAsync(int scope, ScopeLink link, IReadOnlyList<ScopeLink> parents, Sum sum, long? population, IReadOnlyList<ShownChild> children)
    {
        var figures = scope < scopes.Count ? _figures : _figuresOfCollections;
        var everyone = ToldOf(scope, sum, TallyLayout.Everyone);
        var headline = figures.Headline(sum.Counts, TallyLayout.Everyone, everyone, population);
        var shown = new ShownScope
        {
            Scope = link,
            Parents = parents,
            ReleaseId = release.Id,
            AsOf = release.AsOf,
            IsSettled = told is not null,
            Participation = ParticipationOf(sum, population),
            Languages = LanguagesOf(sum),
            Headline = headline,
            EarlierHeadline = headline is { IsShown: true, Unfavorable: null } ? Earlier(sum) : null,
            Survey = figures.Survey(sum.Counts, TallyLayout.Everyone, everyone, population),
            Topics = figures.Topics(sum.Counts, TallyLayout.Everyone, everyone, population),
            Items = told is null ? [] : figures.Items(sum.Counts, TallyLayout.Everyone, everyone, population),
            Groups = told is null ? [] : [.. wave.Layout.Groups.Select(group => GroupOf(figures, scope, sum, group))],
            LateResponses = scope == 0 ? frozen.LateResponses : null,
            Children = children,
            Weighting = sum.Weighted is { } weighted ? new ShownWeighting(weighted.IsKnown, sum.Aside, sum.AsideCount)
                : told is null && wave.Definition.IsWeighted && children.Count > 0 ? new ShownWeighting(IsByEnrolment: false, [], AsideCount: 0)
                : null,
        };
        shown = sum.Weighted?.Of(shown) ?? shown;
        _children[scope] = new ShownChild(link, shown.Participation, shown.Headline, shown.Survey);
        if (link.Part is not (ScopePart.Late or ScopePart.Itself))
            await release.WriteAsync(shown);
    }

    /// <summary>Of the responses that participation counts: which languages enough of them are in, and not how many.</summary>
    private IReadOnlyList<string> LanguagesOf(Sum sum) => [.. wave.Survey.Languages.Where((_, language) =>
        (told is null ? sum.Accepted[language] : sum.Counts[wave.Layout.LanguageCell(language)]) >= rules.MinimumCell)];

    private ShownParticipation ParticipationOf(Sum sum, long? population) =>
        told is null ? ShownParticipation.WhileOpen(sum.Accepted.Sum(), population, wave.Survey.Audience, rules.MinimumCell)
        : sum.Units == 0 ? ShownParticipation.Hidden
        : ShownParticipation.Of(sum.Counts[Responses], population, wave.Survey.Audience);

    private static EarlierRate? Earlier(Sum sum) => sum.ToldHeadline is { People: > 0 } counts && sum.ToldAsOf is { } asOf
        ? new EarlierRate(asOf, ShownFigures.Rate(counts))
        : null;

    private ShownGroup GroupOf(ShownFigures figures, int scope, Sum sum, GroupSlices group)
    {
        var item = wave.Survey.Items[group.ItemIndex];
        var values = new List<ShownGroupValue>();
        var gaps = figures.Gaps(sum.Counts, group, slice => ToldOf(scope, sum, slice));
        for (var slice = group.First; slice <= group.NotStated; slice++)
        {
            var cells = ToldOf(scope, sum, slice);
            var responses = sum.Counts[wave.Layout.ResponsesCell(slice)];
            values.Add(new ShownGroupValue(
                slice == group.NotStated ? null : item.Options[slice - group.First].Id,
                sum.Units > 0 && told!.IsResponsesTold(scope, slice) && responses >= rules.MinimumCell ? ShownFigures.Rounded(responses) : null,
                figures.Headline(sum.Counts, slice, cells, null, gaps),
                figures.Topics(sum.Counts, slice, cells, null, gaps),
                figures.Items(sum.Counts, slice, cells, null)));
        }
        return new ShownGroup(item.Id, values);
    }

    /// <summary>How much of each measure is told of a scope.</summary>
    private Disclosure[] ToldOf(int scope, Sum sum, int slice)
    {
        var cells = new Disclosure[_measures.Count];
        if (sum.Units == 0)
            return cells;
        for (var measure = 0; measure < cells.Length; measure++)
            cells[measure] = told is null ? ToldWhileOpen(sum, measure) : told[scope, slice, measure];
        return cells;
    }

    /// <summary>Everything in blocks may be told, and so may their sum; the headline in all classes where its blocks are told in them as they are.</summary>
    private Disclosure ToldWhileOpen(Sum sum, int measure)
    {
        if (!_toldWhileOpen.Contains(_measures[measure]))
            return Disclosure.Hidden;
        var isHeadline = _measures[measure].ItemIndex >= 0 && wave.Survey.Items[_measures[measure].ItemIndex].IsHeadline;
        return isHeadline && sum.ToldHeadline == _measures[measure].CountsOf(wave.Layout, sum.Counts, TallyLayout.Everyone) ? Disclosure.Classes : Disclosure.Share;
    }

    /// <summary>What is added up of a scope.</summary>
    private sealed class Sum(int cells, int languages)
    {
        private const int MostNamed = 20;

        public long[] Counts { get; } = new long[cells];

        /// <summary>Accepted responses, shown or not, in each language.</summary>
        public long[] Accepted { get; } = new long[languages];

        public int Units { get; private set; }

        /// <summary>Null: there is nothing to weight.</summary>
        public WeightedFigures? Weighted { get; set; }

        /// <summary>Names of schools without figures, the first of them.</summary>
        public List<string> Aside { get; } = [];

        public int AsideCount { get; private set; }

        public MeasureCounts ToldHeadline { get; private set; }

        /// <summary>Of the newest of them.</summary>
        public DateTimeOffset? ToldAsOf { get; private set; }

        /// <summary>Of a collection its schools, shown or not.</summary>
        public List<int> Schools { get; } = [];

        /// <summary>Of a collection; null: unknown.</summary>
        public long? Population { get; private set; } = 0;

        /// <param name="counts">Those of its block.</param>
        public void Add(FrozenUnit unit, long[] counts)
        {
            for (var cell = 0; cell < Counts.Length; cell++)
                Counts[cell] += counts[cell];
            Units++;
            AddTold(unit.Block.ToldHeadline ?? default, unit.Block.ToldAsOf);
        }

        public void Add(Sum other)
        {
            for (var cell = 0; cell < Counts.Length; cell++)
                Counts[cell] += other.Counts[cell];
            Units += other.Units;
            AddAccepted(other.Accepted);
            AddTold(other.ToldHeadline, other.ToldAsOf);
            SetAside(other.Aside, other.AsideCount);
        }

        /// <param name="school">The last comes first.</param>
        public void SetAside(string school) => SetAside([school], 1);

        private void SetAside(IEnumerable<string> schools, int count)
        {
            Aside.InsertRange(0, schools);
            Aside.RemoveRange(Math.Min(Aside.Count, MostNamed), Math.Max(0, Aside.Count - MostNamed));
            AsideCount += count;
        }

        public void AddAccepted(long[] accepted)
        {
            for (var language = 0; language < Accepted.Length; language++)
                Accepted[language] += accepted[language];
        }

        public void AddSchool(int node, long[] accepted, long? population)
        {
            Schools.Add(node);
            AddAccepted(accepted);
            Population += population;
        }

        private void AddTold(MeasureCounts headline, DateTimeOffset? asOf)
        {
            ToldHeadline = ToldHeadline.Plus(headline);
            ToldAsOf = ToldAsOf is null || asOf > ToldAsOf ? asOf : ToldAsOf;
        }
    }
}
