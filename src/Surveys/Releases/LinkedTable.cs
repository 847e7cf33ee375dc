namespace Surveys.Releases;

/// <summary>
/// Cells that add up: every scope is the sum of its children, and columns may be the parts of a whole column, as the items of a topic are, or
/// the values of a group. It hides what else must be hidden so that no hidden cell follows from those told, and no rest that does follow is of
/// too few people, or of one mind.
/// </summary>
internal sealed class LinkedTable
{
    private readonly int[][] _parts;
    private readonly CellRules _rules;
    private readonly bool[] _isHiddenByItself;

    /// <param name="parents">Per scope, in an order in which parents come first; -1: the top.</param>
    /// <param name="measures">Of the columns.</param>
    /// <param name="wholes">Per column the one that it is a part of; -1: none.</param>
    /// <param name="rules">What may be told of a rest.</param>
    public LinkedTable(int[] parents, IReadOnlyList<Measure> measures, int[] wholes, CellRules rules)
    {
        (Parents, Measures, Wholes, _rules) = (parents, measures, wholes, rules);
        Children = [.. Enumerable.Range(0, parents.Length).Select(_ => new List<int>())];
        for (var scope = 0; scope < parents.Length; scope++)
        {
            if (parents[scope] >= 0)
                Children[parents[scope]].Add(scope);
        }
        _parts = [.. wholes.Select((_, whole) => Enumerable.Range(0, wholes.Length).Where(part => wholes[part] == whole).ToArray())];
        Counts = new MeasureCounts[parents.Length * wholes.Length];
        IsHidden = new bool[Counts.Length];
        IsKnown = new bool[Counts.Length];
        _isHiddenByItself = new bool[Counts.Length];
    }

    public int[] Parents { get; }

    public List<int>[] Children { get; }

    public IReadOnlyList<Measure> Measures { get; }

    public int[] Wholes { get; }

    public int Columns => Wholes.Length;

    /// <summary>The parts of a whole are people, each in one of them; else answers of the same people.</summary>
    public bool ArePartsPeople { get; init; }

    /// <summary>It is about the neutral and the unfavorable class of cells; else about the favorable share.</summary>
    public bool IsOfClasses { get; init; }

    /// <summary>Per cell, scope by scope.</summary>
    public MeasureCounts[] Counts { get; }

    /// <summary>Before <see cref="Protect"/> what must not be told by itself, afterwards all that must not.</summary>
    public bool[] IsHidden { get; }

    /// <summary>What readers have whatever is told now; nobody's answers are known too.</summary>
    public bool[] IsKnown { get; }

    /// <summary>Readers have it.</summary>
    public bool IsTold(int cell) => !IsHidden[cell] || IsKnown[cell];

    /// <summary>Readers have that of each of these.</summary>
    public bool AreTold(IEnumerable<int> scopes, int column) => scopes.All(scope => IsTold(CellOf(scope, column)));

    public int CellOf(int scope, int column) => (scope * Columns) + column;

    public bool IsLeaf(int scope) => Children[scope].Count == 0;

    public ReadOnlySpan<int> PartsOf(int column) => _parts[column];

    /// <summary>Whether hiding it can protect anything.</summary>
    public bool CanHide(int cell) => !IsKnown[cell] && Counts[cell] is not { People: 0, Valid: 0 };

    /// <summary>What it costs readers that a cell is hidden: items less than topics, schools less than what they add up to.</summary>
    public long CostOf(int cell)
    {
        const int ofSize = 4096;
        var (scope, column) = (cell / Columns, cell % Columns);
        var measure = Measures[column];
        var kind = measure.Kind is MeasureKind.Topic ? 6 : Wholes[column] < 0 && measure.Kind is MeasureKind.Scale ? 24 : 1;
        var level = IsLeaf(scope) ? 1 : Parents[scope] < 0 ? 32 : 8;
        return ((long)kind * level * ofSize) + Math.Min(Counts[cell].People, ofSize - 1);
    }

    /// <summary>Adds up the counts of scopes without any below them.</summary>
    public void AddUp()
    {
        for (var scope = Parents.Length - 1; scope > 0; scope--)
        {
            for (var column = 0; Parents[scope] >= 0 && column < Columns; column++)
            {
                var above = CellOf(Parents[scope], column);
                Counts[above] = Counts[above].Plus(Counts[CellOf(scope, column)]);
            }
        }
    }

    /// <summary>Hides what must not be told by itself.</summary>
    public void HidePrimary()
    {
        for (var cell = 0; cell < Counts.Length; cell++)
            IsHidden[cell] |= _rules.Of(Measures[cell % Columns], Counts[cell]) < Least;
    }

    /// <summary>Hides what is hidden in another table of the same cells.</summary>
    public void HideAlso(LinkedTable other)
    {
        for (var cell = 0; cell < IsHidden.Length; cell++)
            IsHidden[cell] |= other.IsHidden[cell];
    }

    /// <summary>Hides until nothing that is hidden follows. What readers have already is not hidden by it, and may give something away.</summary>
    public void Protect()
    {
        IsHidden.CopyTo(_isHiddenByItself, 0);
        var graph = new HiddenCells(this);
        while (HideForRests() | graph.HideForBridges() || graph.HideForSums())
        {
        }
    }

    private Disclosure Least => IsOfClasses ? Disclosure.Classes : Disclosure.Share;

    /// <inheritdoc cref="CellRules.MinimumCell"/>
    public int MinimumCell => _rules.MinimumCell;

    /// <summary>What the band says that stands for a hidden cell; null: it has none.</summary>
    public FavorableBand? BandOf(int cell) => IsOfClasses ? null : _rules.BandOf(Measures[cell % Columns], Counts[cell]);

    /// <summary>It is part of a whole column, of a scope without any below.</summary>
    public bool IsPartOfLeaf(int cell) => Wholes[cell % Columns] >= 0 && IsLeaf(cell / Columns);

    /// <summary>How many items' answers of the same people these parts of a whole are.</summary>
    public int ItemsOf(IReadOnlyList<int> cells) => ArePartsPeople ? 1 : cells.Select(cell => cell % Columns).Distinct().Count();

    /// <summary>Whether the sum of these parts of a whole may follow from what is told.</summary>
    public bool IsSafe(int[] cells)
    {
        var columns = ArePartsPeople ? [cells[0] % Columns] : cells.Select(cell => cell % Columns).Distinct().ToList();
        var counts = cells.Aggregate(default(MeasureCounts), (sum, cell) => sum.Plus(Counts[cell]));
        var measure = Measures[columns[0]] with
        {
            Favorable = columns.Sum(column => Measures[column].Favorable),
            Neutral = columns.Sum(column => Measures[column].Neutral),
            Unfavorable = columns.Sum(column => Measures[column].Unfavorable),
        };
        return _rules.Of(measure, counts with { People = counts.People / columns.Count }) >= Least;
    }

    /// <summary>What a sum of parts of this whole must count at least, for each item in it.</summary>
    public IEnumerable<(Func<MeasureCounts, long> Weight, long Least)> LeastOf(int whole)
    {
        yield return (counts => counts.People, MinimumCell);
        if (Measures[whole].Favorable > 0)
        {
            yield return (counts => counts.Favorable, CellRules.Margin);
            yield return (counts => counts.Valid - counts.Favorable, CellRules.Margin);
        }
        if (IsOfClasses && Measures[whole].Neutral > 0)
        {
            yield return (counts => counts.Neutral, CellRules.Margin);
            yield return (counts => counts.Valid - counts.Neutral, CellRules.Margin);
        }
        if (IsOfClasses && Measures[whole].Unfavorable > 0)
        {
            yield return (counts => counts.Unfavorable, CellRules.Margin);
            yield return (counts => counts.Valid - counts.Unfavorable, CellRules.Margin);
        }
    }

    /// <summary>Whether the sum of these cells of one column may be told by itself.</summary>
    public bool IsTellable(int column, IEnumerable<int> cells) =>
        _rules.Of(Measures[column], cells.Aggregate(default(MeasureCounts), (sum, cell) => sum.Plus(Counts[cell]))) >= Least;

    private Rest RestOf(int cell) =>
        Rest.Of(Counts[cell], Measures[cell % Columns], BandOf(cell));

    /// <summary>Takes for known what follows whatever is hidden.</summary>
    public void GiveUp(int cell)
    {
        IsKnown[cell] = true;
        IsHidden[cell] = _isHiddenByItself[cell];
    }

    /// <summary>Whether a rest of this column may follow from what is told.</summary>
    private bool IsSafe(int column, in Rest rest)
    {
        if (rest.IsEmpty)
            return true;
        var measure = Measures[column];
        var items = ArePartsPeople ? 1 : Math.Max(1, rest.Items);
        if (measure.Kind is MeasureKind.Topic && rest.Items > 0)
            measure = measure with { Favorable = rest.Favorable, Neutral = rest.Neutral, Unfavorable = rest.Unfavorable };
        var least = rest.Counts with { People = rest.Counts.People / items };
        return _rules.Of(measure, least) >= Least && !rest.IsAtBound;
    }

    private bool HideForRests()
    {
        var hasHidden = false;
        // What of a hidden cell follows with nothing of it told; and of a hidden whole what follows if parts of it are told.
        var (rests, partRests) = (new Rest[Counts.Length], new Rest[Counts.Length]);
        for (var scope = Parents.Length - 1; scope >= 0; scope--)
        {
            for (var column = 0; column < Columns; column++)
            {
                if (_parts[column].Length == 0)
                    hasHidden |= HideForRest(scope, column, rests);
            }
            for (var whole = 0; whole < Columns; whole++)
            {
                if (_parts[whole].Length == 0)
                    continue;
                hasHidden |= HideForRest(scope, whole, rests);
                var parts = default(Rest);
                foreach (var part in _parts[whole])
                    parts = parts.PlusItem(rests[CellOf(scope, part)], Measures[part]);
                var below = IsLeaf(scope) ? parts : SumBelow(scope, whole, partRests);
                if (IsTold(CellOf(scope, whole)))
                {
                    if (!IsSafe(whole, parts))
                        hasHidden |= HideBeside(scope, whole, parts);
                    if (!IsLeaf(scope) && !IsSafe(whole, below))
                        hasHidden |= HideBelow(scope, whole, below);
                }
                else
                {
                    partRests[CellOf(scope, whole)] = below;
                }
            }
        }
        return hasHidden;
    }

    private bool HideForRest(int scope, int column, Rest[] rests)
    {
        var cell = CellOf(scope, column);
        var rest = SumBelow(scope, column, rests);
        if (IsTold(cell))
            return !IsSafe(column, rest) && HideBelow(scope, column, rest);
        rests[cell] = IsLeaf(scope) ? RestOf(cell) : rest;
        return false;
    }

    private Rest SumBelow(int scope, int column, Rest[] rests)
    {
        var rest = default(Rest);
        foreach (var child in Children[scope])
            rest = rest.Plus(rests[CellOf(child, column)]);
        return rest;
    }

    /// <summary>One more of the parts below that are told, or where there is none the sum itself.</summary>
    private bool HideBelow(int scope, int column, Rest rest)
    {
        var told = new List<int>();
        AddToldBelow(scope, column, told);
        return Hide(column, rest, told, CellOf(scope, column));
    }

    private bool HideBeside(int scope, int whole, Rest rest)
    {
        var told = new List<int>();
        foreach (var part in _parts[whole])
        {
            if (!IsHidden[CellOf(scope, part)] && CanHide(CellOf(scope, part)))
                told.Add(CellOf(scope, part));
        }
        return Hide(whole, rest, told, CellOf(scope, whole));
    }

    private bool Hide(int column, Rest rest, List<int> told, int sum)
    {
        var best = -1;
        var isBestEnough = false;
        foreach (var cell in told)
        {
            var part = Rest.Of(Counts[cell], Measures[cell % Columns], band: null);
            var isEnough = IsSafe(column, column == cell % Columns ? rest.Plus(part) : rest.PlusItem(part, Measures[cell % Columns]));
            var isBetter = best < 0
                || (isEnough && !isBestEnough)
                || (isEnough == isBestEnough && (isEnough ? CostOf(cell) < CostOf(best) : Counts[cell].People > Counts[best].People));
            if (isBetter)
                (best, isBestEnough) = (cell, isEnough);
        }
        var isSumCheaper = !isBestEnough && CanHide(sum) && (best < 0 || CostOf(sum) <= 4 * CostOf(best));
        var hidden = isSumCheaper || (best < 0 && CanHide(sum)) ? sum : best;
        if (hidden < 0)
            return false;
        IsHidden[hidden] = true;
        return true;
    }

    private void AddToldBelow(int scope, int column, List<int> told)
    {
        foreach (var child in Children[scope])
        {
            var cell = CellOf(child, column);
            if (!IsTold(cell))
                AddToldBelow(child, column, told);
            else if (CanHide(cell))
                told.Add(cell);
        }
    }
}
