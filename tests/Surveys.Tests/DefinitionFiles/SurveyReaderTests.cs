using System.Text.Json.Nodes;

using Surveys.Definitions;
using Surveys.Tallies;

namespace Surveys.Tests.DefinitionFiles;

public sealed class SurveyReaderTests
{
    [Fact]
    public void A_good_file_is_read_whole()
    {
        var reading = SurveyFiles.Read(SurveyFiles.Family);

        Assert.Empty(reading.Problems);
        var survey = reading.Value!;
        Assert.Equal("family-climate", survey.Id.Value);
        Assert.Equal(3, survey.Version);
        Assert.Equal(Audience.Family, survey.Audience);
        Assert.Equal(["en", "so", "ar"], survey.Languages);
        Assert.Equal("Ten minutes.", survey.Introduction!.In("en"));
        Assert.Equal(["belonging"], survey.Topics.Select(topic => topic.Id));
        Assert.Equal(["overall", "welcome", "ignored", "language", "ways", "recommend", "more"], survey.Items.Select(item => item.Id));
        Assert.Equal(
            [ItemKind.Scale, ItemKind.Scale, ItemKind.Scale, ItemKind.SingleChoice, ItemKind.MultipleChoice, ItemKind.Number, ItemKind.Comment],
            survey.Items.Select(item => item.Kind));
        Assert.Same(survey.Items[0], survey.Headline);
        Assert.True(survey.Items[0].IsRequired);
        Assert.False(survey.Items[1].IsRequired);
        Assert.Equal("On the whole.", survey.Items[0].Hint!.In("en"));
        Assert.Equal("belonging", survey.Items[1].TopicId);
        Assert.True(survey.Items[3].IsGroup);
        Assert.Equal(["phone", "letter"], survey.Items[4].Options.Select(option => option.Id));
        Assert.All(survey.Items[4].Options, option => Assert.Equal(OptionClass.Excluded, option.Class));
        Assert.Equal("recommend", survey.Items[6].ShowIf!.ItemId);
        Assert.Equal(["0", "10"], survey.Items[6].ShowIf!.AnyOf);
        Assert.Equal(1000, survey.Items[6].MaxLength);
    }

    [Theory]
    [InlineData("family", Audience.Family)]
    [InlineData("staff", Audience.Staff)]
    [InlineData("member", Audience.Member)]
    public void Every_audience_is_read(string written, Audience expected) =>
        Assert.Equal(expected, SurveyFiles.Spoiled(file => file["audience"] = written).Value!.Audience);

    [Fact]
    public void A_survey_for_several_is_that_of_one_of_them_in_a_wave_and_counts_in_the_same_cells()
    {
        var survey = SurveyFiles.Spoiled(file => file["audience"] = new JsonArray("staff", "family")).Value!;

        Assert.Equal([Audience.Staff, Audience.Family], survey.Audiences);
        Assert.Equal((Audience.Family, Audience.Staff), (survey.For(Audience.Family).Audience, survey.For(Audience.Staff).Audience));
        var alone = SurveyFiles.Read(SurveyFiles.Family).Value!;
        Assert.Equal(new TallyLayout(alone).Hash, new TallyLayout(survey.For(Audience.Staff)).Hash);
        Assert.Equal(Audience.Family, alone.For(null).Audience);
    }

    [Fact]
    public void A_reversed_item_exchanges_favorable_and_unfavorable_and_keeps_the_order()
    {
        var survey = SurveyFiles.Read(SurveyFiles.Family).Value!;

        Assert.Equal(
            [OptionClass.Favorable, OptionClass.Favorable, OptionClass.Neutral, OptionClass.Unfavorable, OptionClass.Excluded],
            survey.Items[1].Options.Select(option => option.Class));
        Assert.Equal(
            [OptionClass.Unfavorable, OptionClass.Unfavorable, OptionClass.Neutral, OptionClass.Favorable, OptionClass.Excluded],
            survey.Items[2].Options.Select(option => option.Class));
        Assert.Equal(survey.Items[1].Options.Select(option => option.Id), survey.Items[2].Options.Select(option => option.Id));
    }

    [Fact]
    public void Arabic_and_Somali_texts_are_read_as_written()
    {
        var survey = SurveyFiles.Read(SurveyFiles.Family).Value!;

        Assert.Equal("مدرسة طفلك", survey.Title.In("ar"));
        Assert.Equal("لا أعرف", survey.Items[0].Options[4].Text.In("ar"));
        Assert.Equal("Waa nala iska indho tiraa.", survey.Items[2].Text.In("so"));
    }

    [Fact]
    public void Optional_parts_may_be_left_out()
    {
        var survey = SurveyFiles.Read("""
            {"format": 1, "id": "short", "version": 1, "audience": "member", "languages": ["en"], "title": {"en": "Short"},
             "items": [{"id": "more", "kind": "comment", "maxLength": 4000, "text": {"en": "Say it."}}]}
            """).Value!;

        Assert.Null(survey.Introduction);
        Assert.Null(survey.Headline);
        Assert.Null(survey.Items[0].Hint);
        Assert.Null(survey.Items[0].ShowIf);
    }

    [Fact]
    public void A_byte_order_mark_is_no_problem() =>
        Assert.Empty(SurveyFiles.Read("\uFEFF" + SurveyFiles.Family).Problems);
}
