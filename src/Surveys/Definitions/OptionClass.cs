namespace Surveys.Definitions;

/// <summary>What an option counts as in a rate. Declared per option of a scale, never guessed.</summary>
public enum OptionClass
{
    /// <summary>Not part of any rate: "don't know", "not applicable", and every option outside a scale.</summary>
    Excluded,
    Favorable,
    Neutral,
    Unfavorable,
}
