namespace SurveyEngine.Waves;

/// <summary>Draft → Open → Closing → Settled, never back.</summary>
public enum WaveState
{
    /// <summary>Defined and not opened yet: no row of it is stored, so what is read from the store is never in this state.</summary>
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
