using System.Security.Cryptography;
using System.Text;

using Surveys.Answers;
using Surveys.Definitions;

namespace Surveys.Tallies;

/// <summary>
/// The hash of a canonical text of all that numbers the cells of a tally, and of the class of every option. Ids hold no
/// space and no line end. Kinds, classes and channels stand in it by their names: renaming one makes stored tallies unreadable.
/// </summary>
internal static class LayoutHash
{
    public static string Of(SurveyVersion survey, int version)
    {
        var text = new StringBuilder();
        text.Append("survey ").Append(survey.Id).Append(' ').Append(survey.Version).Append('\n');
        text.Append("languages ").AppendJoin(' ', survey.Languages).Append('\n');
        text.Append("channels ").AppendJoin(' ', Enum.GetNames<Channel>()).Append('\n');
        foreach (var item in survey.Items)
        {
            text.Append(item.IsGroup ? "group " : "item ").Append(item.Id).Append(' ').Append(item.Kind).Append('\n');
            foreach (var option in item.Options)
                text.Append("option ").Append(option.Id).Append(' ').Append(option.Class).Append('\n');
        }
        // The first version had neither.
        if (version != TallyLayout.FirstVersion)
        {
            text.Append("layout ").Append(version).Append('\n');
            foreach (var topic in survey.Topics)
                text.Append("topic ").Append(topic.Id).AppendJoin("", survey.Items.Where(item => item.TopicId == topic.Id).Select(item => $" {item.Id}")).Append('\n');
            foreach (var item in survey.Items.Where(item => item.Kind is ItemKind.Scale && !Pool.Includes(item, version)))
                text.Append("apart ").Append(item.Id).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
