namespace SurveyStore.Waves;

/// <summary>Draft → Open → Closing → Settled, never back.</summary>
public enum WaveState
{
    /// <summary>Being pinned; answers are not accepted yet.</summary>
    Draft,

    /// <summary>Accepts answers.</summary>
    Open,

    /// <summary>
    /// Accepts no new answers, but a copy of the app that has not noticed yet may still commit one: this state lasts longer
    /// than any cache of it plus the longest request.
    /// </summary>
    Closing,

    /// <summary>Nothing changes any more; everything is folded.</summary>
    Settled,
}
