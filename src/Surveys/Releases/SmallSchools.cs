namespace Surveys.Releases;

/// <summary>
/// Schools that have no figures of their own because hardly anybody could answer, or nobody knows how many could, are told as one: all of the
/// nearest scope above that are enough together. Those that are not enough anywhere are told nowhere by themselves.
/// </summary>
public static class SmallSchools
{
    /// <summary>Of no pool.</summary>
    public const int Nowhere = -1;

    /// <param name="parents">Per scope; -1: the top. Parents come first.</param>
    /// <param name="small">Of scopes that answer and are small, how many could at the least.</param>
    /// <param name="minimumCell">The fewest people that figures are told of.</param>
    /// <returns>Per small scope the one whose pool it is in, or <see cref="Nowhere"/>.</returns>
    public static IReadOnlyDictionary<int, int> Pool(int[] parents, IReadOnlyDictionary<int, int> small, int minimumCell)
    {
        var pools = new Dictionary<int, int>();
        var waiting = new Dictionary<int, List<int>>();
        for (var scope = parents.Length - 1; scope >= -1; scope--)
        {
            if (scope >= 0 && small.ContainsKey(scope))
                Wait(scope);
            if (!waiting.Remove(scope, out var schools))
                continue;
            var isEnough = scope >= 0 && schools.Count > 1 && schools.Sum(school => small[school]) >= minimumCell;
            foreach (var school in schools)
            {
                if (isEnough || scope < 0)
                    pools[school] = scope;
                else
                    WaitAbove(scope, school);
            }
        }
        return pools;

        // A scope that has others below it waits with them.
        void Wait(int school) => WaitAt(parents.AsSpan().Contains(school) ? school : parents[school], school);
        void WaitAbove(int scope, int school) => WaitAt(parents[scope], school);
        void WaitAt(int scope, int school)
        {
            if (!waiting.TryGetValue(scope, out var schools))
                waiting.Add(scope, schools = []);
            schools.Add(school);
        }
    }
}
