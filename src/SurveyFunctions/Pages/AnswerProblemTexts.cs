using SurveyFunctions.Problems;

using Surveys.Answers;

namespace SurveyFunctions.Pages;

/// <summary>What is wrong with an answer, said to the person who gave it.</summary>
public static class AnswerProblemTexts
{
    public static string For(PageTexts texts, AnswerProblem problem) =>
        texts.With($"answer.{AnswerProblemCodes.TextOf(problem.Code)}", ("value", problem.Value ?? ""));
}
