namespace Surveyctl.Importing;

internal enum ChangeKind
{
    Added,
    Changed,
    Removed,
    Unchanged,
}

/// <summary>What loading a file does to one organisation or collection.</summary>
/// <param name="Id">Its id, which it keeps when it moves in the tree.</param>
/// <param name="Kind">A slug such as <c>school</c>; of one that is removed, what it was.</param>
/// <param name="Change">What happens to it.</param>
/// <param name="Columns">Of the file, whose cells differ from what is stored; empty unless it is changed.</param>
internal sealed record LineChange(string Id, string Kind, ChangeKind Change, IReadOnlyList<string> Columns);
