namespace Storms.Phones;

/// <summary>What the client of one response does. All but the last kind send again until they are told what became of it.</summary>
internal enum Behaviour
{
    Sends,

    /// <summary>Two requests of the same response at the same time.</summary>
    SendsTwiceAtOnce,

    /// <summary>With others, through the batch API.</summary>
    SendsInBatch,

    /// <summary>Other answers under the same id at the same time: the first that is stored stands.</summary>
    SendsOtherAnswersToo,

    /// <summary>After the receipt has come.</summary>
    Withdraws,

    /// <summary>After the receipt has come, and sends the response again after that.</summary>
    WithdrawsAndSendsLate,

    /// <summary>While the response is on its way.</summary>
    WithdrawsWhileSending,

    /// <summary>After the receipt has come, and sends both again after that.</summary>
    Replaces,

    /// <summary>While the response is on its way.</summary>
    ReplacesWhileSending,

    /// <summary>Replaces it after the receipt has come, and from the same form once more after that.</summary>
    GoesBackTwice,

    /// <summary>The same, but both at the same time.</summary>
    GoesBackTwiceAtOnce,

    /// <summary>Replaces it, withdraws by one of the two receipts, and sends both late.</summary>
    ReplacesAndWithdraws,

    /// <summary>Replaces it after the receipt has come, and withdraws by that receipt at the same time.</summary>
    WithdrawsWhileReplacing,

    /// <summary>Hangs up after a moment and never asks again.</summary>
    GivesUp,
}
