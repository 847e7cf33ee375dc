using Surveys.Definitions;

namespace Surveys.Answers;

/// <summary>Whether a show-if condition holds for the answer given.</summary>
internal static class ConditionRule
{
    /// <param name="item">The item the condition is about; if it is itself hidden its code is 0 and no condition holds.</param>
    /// <param name="code">As in <see cref="AnswerSheet.Codes"/>.</param>
    public static bool Holds(Condition condition, Item item, int code) => code != 0 && item.Kind switch
    {
        ItemKind.Scale or ItemKind.SingleChoice => condition.AnyOf.Contains(item.Options[code - 1].Id),
        ItemKind.Number => condition.AnyOf.Contains((code - 1).ToString()),
        ItemKind.MultipleChoice => item.Options.Where((_, i) => (code & (1 << i)) != 0).Any(option => condition.AnyOf.Contains(option.Id)),
        _ => false,
    };
}
