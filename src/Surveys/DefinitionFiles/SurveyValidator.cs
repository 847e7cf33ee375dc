using Surveys.Definitions;
using Surveys.Readings;
using Surveys.Tallies;

namespace Surveys.DefinitionFiles;

/// <summary>The rules that hold between the parts of a survey; the form of each part is checked while it is read.</summary>
internal static class SurveyValidator
{
    public static void Check(SurveyDraft survey, ProblemList problems)
    {
        ScaleRules.Check(survey, problems);
        TopicRules.Check(survey, problems);
        ItemRules.Check(survey, problems);
        ConditionRules.Check(survey, problems);
    }

    /// <summary>Whether the tallies of the schools of one bucket can be replaced in one transaction.</summary>
    public static IEnumerable<DefinitionProblem> LayoutProblems(SurveyVersion survey)
    {
        var layout = new TallyLayout(survey);
        if (layout.WorstRowBytes <= TallyLayout.LargestRowBytes)
            return [];
        return
        [
            new DefinitionProblem(
                "/items",
                $"The tally of one school would have {layout.CellCount} cells and take up to {layout.WorstRowBytes} bytes, more than the " +
                $"{TallyLayout.LargestRowBytes} that can be folded: every value of every group counts every option of every item; " +
                "use fewer groups, group values or items."),
        ];
    }
}
