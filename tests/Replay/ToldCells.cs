using Surveys.Releases;

namespace Replay;

/// <summary>How much a release tells of cells of one kind, of those of which it could if each stood alone, and of the others.</summary>
internal sealed class ToldCells
{
    /// <summary>Those of which what they count allows a figure.</summary>
    public int Allowed { get; private set; }

    /// <summary>Of these, told in all classes.</summary>
    public int Exact { get; private set; }

    /// <summary>Of these, told as the favorable share and of how many, without the other classes.</summary>
    public int ShareOnly { get; private set; }

    /// <summary>Of these, not told, so that no other cell follows.</summary>
    public int Hidden => Allowed - Exact - ShareOnly;

    /// <summary>Of the others, told as a band.</summary>
    public int Bands { get; private set; }

    /// <summary>Of the others, not told.</summary>
    public int Untold { get; private set; }

    /// <summary>Whole percents of those allowed; null: there are none.</summary>
    public int? ExactPercent => Allowed == 0 ? null : 100 * Exact / Allowed;

    /// <param name="alone">What could be told of it by what it counts.</param>
    /// <param name="shown">What is.</param>
    public void Add(Disclosure alone, ShownRate shown)
    {
        if (alone is Disclosure.Hidden)
        {
            _ = shown.Band is null ? Untold++ : Bands++;
            return;
        }
        Allowed++;
        if (shown.IsShown)
            _ = shown.Unfavorable is null ? ShareOnly++ : Exact++;
    }
}
