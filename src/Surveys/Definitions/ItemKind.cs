using Surveys.DefinitionFiles;

namespace Surveys.Definitions;

public enum ItemKind
{
    /// <summary>One option of a scale; the only kind that has a favorable rate.</summary>
    Scale,

    /// <summary>One option of the item's own list. May be a group for disaggregation.</summary>
    SingleChoice,

    /// <summary>Any number of options of the item's own list.</summary>
    MultipleChoice,

    /// <summary>A whole number from 0 to 10.</summary>
    Number,

    /// <summary>Free text. Stored, never tallied but for how many wrote one, never public.</summary>
    Comment,
}
