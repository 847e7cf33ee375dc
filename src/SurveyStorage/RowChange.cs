using Azure;

namespace SurveyStorage;

public enum RowChangeType
{
    /// <summary>Insert; refused if the row is there.</summary>
    Add,

    /// <summary>Replace the whole row if its ETag is the given one; <see cref="ETag.All"/>: whatever it is, but it must exist.</summary>
    UpdateReplace,

    /// <summary>Delete if the ETag is the given one; <see cref="ETag.All"/>: whatever it is, but it must exist.</summary>
    Delete,

    /// <summary>Insert or replace, whatever is there.</summary>
    UpsertReplace,
}

/// <summary>One change of an entity group transaction.</summary>
/// <param name="ActionType">What to do.</param>
/// <param name="Entity">The row; for a delete its keys are enough.</param>
/// <param name="ETag">The ETag the row must have; used by replace and delete only.</param>
public sealed record RowChange(RowChangeType ActionType, TableRow Entity, ETag ETag = default);
