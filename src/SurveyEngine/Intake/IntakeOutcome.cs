namespace SurveyEngine.Intake;

/// <summary>What became of a submission or a withdrawal. That the store could not say is an exception: <c>StoreUnavailableException</c>.</summary>
public enum IntakeOutcome
{
    /// <summary>Stored by this call.</summary>
    Accepted,

    /// <summary>The same content was stored under this id before; it is not counted again.</summary>
    Replayed,

    /// <summary>
    /// Of a submission: the response of this id, or the one that it replaces, was withdrawn, and it is not stored. Of a withdrawal: its
    /// answers are not in the store, by this call or an earlier one.
    /// </summary>
    Withdrawn,

    /// <summary>Of a submission: a later response stands in the place of this id's, and it is not stored again.</summary>
    Replaced,

    /// <summary>Other content is stored under this id; nothing was changed.</summary>
    Conflict,

    /// <summary>What it replaces is another school's, comes from a kiosk or was replaced too often; nothing was changed.</summary>
    NotReplaceable,

    /// <summary>The store will never take this row; nothing was written.</summary>
    Refused,

    /// <summary>Too many changes wait for the store already, or it is slow to take them; nothing was written.</summary>
    Busy,

    /// <summary>The wave takes no changes now, and this one was not made before; nothing was written.</summary>
    NotOpen,
}
