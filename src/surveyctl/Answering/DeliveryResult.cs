namespace Surveyctl.Answering;

/// <summary>What became of a made-up response that was sent to the app.</summary>
internal enum Delivery
{
    /// <summary>Stored by this request.</summary>
    Accepted,

    /// <summary>It was stored before.</summary>
    Replayed,

    /// <summary>The app will never take it.</summary>
    Refused,

    /// <summary>The app could not be reached, or could not store it, after every try.</summary>
    GivenUp,
}

/// <param name="Delivery">What became of it.</param>
/// <param name="Problem">Why it is not stored; null: it is.</param>
internal sealed record DeliveryResult(Delivery Delivery, string? Problem = null);
