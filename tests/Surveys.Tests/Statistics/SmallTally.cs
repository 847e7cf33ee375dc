using Surveys.Definitions;
using Surveys.Tallies;
using Surveys.Tests.Answers;

namespace Surveys.Tests.Statistics;

/// <summary>A tally of <see cref="SmallSurvey"/> whose cells of everyone are set by hand, of the version without sums of pools.</summary>
public sealed class SmallTally
{
    public SmallTally(SurveyVersion? survey = null)
    {
        Layout = new TallyLayout(survey ?? SmallSurvey.Survey, TallyLayout.FirstVersion);
        Counts = new long[Layout.CellCount];
    }

    public TallyLayout Layout { get; }

    public long[] Counts { get; }

    public SmallTally Responses(long count)
    {
        Counts[Layout.ResponsesCell(TallyLayout.Everyone)] = count;
        return this;
    }

    /// <param name="item">Its index.</param>
    /// <param name="options">Counts of its options in order.</param>
    public SmallTally Item(int item, params long[] options)
    {
        for (var option = 0; option < options.Length; option++)
            Counts[Layout.OptionCell(TallyLayout.Everyone, item, option)] = options[option];
        return this;
    }
}
