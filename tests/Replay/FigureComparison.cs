namespace Replay;

/// <summary>Figures of one kind, held against what was published.</summary>
internal sealed class FigureComparison
{
    private readonly List<Difference> _differences = [];
    private readonly List<Difference> _exactHalves = [];

    /// <summary>How many figures were held against each other.</summary>
    public int Compared { get; private set; }

    public IReadOnlyList<Difference> Differences => _differences;

    /// <summary>
    /// Those that differ only in how an exact half was rounded: the publication rounds it down, here it is rounded away from zero.
    /// No differences, and no matches either.
    /// </summary>
    public IReadOnlyList<Difference> ExactHalves => _exactHalves;

    public void Add(bool isSame, Func<Difference> difference, bool isExactHalf = false)
    {
        Compared++;
        if (!isSame)
            (isExactHalf ? _exactHalves : _differences).Add(difference());
    }
}
